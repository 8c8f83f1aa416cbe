using System.Reflection;
using Channels.Typed.Client.Tests.Recorded.Player;
using Xunit.Sdk;
using Xunit.v3;

namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>A test that drives our client through a recording: <c>(string recording, Carrier carrier)</c>, once for each carrier.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class PlaysAttribute(string recording) : DataAttribute
{
    public string Recording { get; } = recording;

    /// <summary>Gets or sets a value indicating whether memory will not do, since the recording is about what it has not: headers, close codes of the client.</summary>
    public bool NeedsWebSocket { get; set; }

    /// <summary>Gets or sets a value indicating whether it is all long polling, whose requests have one carrier.</summary>
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
