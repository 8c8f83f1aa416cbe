using System.Collections.Concurrent;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>The connects that the user socket of the server received.</summary>
internal sealed class ConnectLog
{
    public ConcurrentQueue<ConnectRecord> Entries { get; } = new();

    public ConnectRecord Last => Entries.Last();
}
