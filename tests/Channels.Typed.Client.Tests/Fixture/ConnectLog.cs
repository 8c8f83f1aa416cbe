using System.Collections.Concurrent;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>What the real server's user socket saw of its clients.</summary>
internal sealed class ConnectLog
{
    public ConcurrentQueue<ConnectRecord> Seen { get; } = new();

    public ConnectRecord Last => Seen.Last();
}
