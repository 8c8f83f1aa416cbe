using System.Collections.Concurrent;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>What the real server's user socket saw of its clients.</summary>
internal sealed class ConnectLog
{
    public ConcurrentQueue<SeenConnect> Seen { get; } = new();

    public SeenConnect Last => Seen.Last();
}
