using System.Reflection;
using Channels.Typed.Client.Tests.Recorded.Player;
using Xunit.Sdk;
using Xunit.v3;

namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>
/// Marks a test that plays a recording. The test takes <c>(string recording, Carrier carrier)</c> and runs once for each carrier.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class PlaysAttribute(string recording) : DataAttribute
{
    public string Recording { get; } = recording;

    /// <summary>
    /// Gets or sets a value indicating whether the recording needs a real WebSocket, because it is about something that the in-memory
    /// transport does not have, like HTTP headers.
    /// </summary>
    public bool NeedsWebSocket { get; set; }

    /// <summary>Gets or sets a value indicating whether the recording only contains long polling, which runs in memory only.</summary>
    public bool IsLongPolling { get; set; }

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var rows = new List<ITheoryDataRow>();
        if (!NeedsWebSocket)
        {
            rows.Add(new TheoryDataRow(Recording, Carrier.Memory));
        }

        if (!IsLongPolling)
        {
            rows.Add(new TheoryDataRow(Recording, Carrier.WebSocket));
        }

        return new(rows);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
