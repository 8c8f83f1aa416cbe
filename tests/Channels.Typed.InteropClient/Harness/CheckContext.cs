using Channels.Typed.Client;
using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.Tests.Shared;

namespace Channels.Typed.InteropClient.Harness;

/// <summary>What one check uses: sockets and topics of its own, which are gone afterwards.</summary>
internal sealed class CheckContext(Endpoint endpoint) : IAsyncDisposable
{
    private static readonly string Run = Guid.NewGuid().ToString("N").Substring(0, 8);
    private static int _lastTopic;

    private readonly List<IAsyncDisposable> _sockets = [];
    private readonly List<IDisposable> _others = [];

    public Endpoint Endpoint { get; } = endpoint;

    /// <summary>Gets a name that no other check, and no other run, uses.</summary>
    public string Name { get; } = $"{Run}-{Interlocked.Increment(ref _lastTopic)}";

    public static ChannelSocketOptions Options(Endpoint endpoint) => new()
    {
        ProtocolVersion = endpoint.Version,
        Transport = endpoint.Transport,
        RejoinDelays = [TimeSpan.FromMilliseconds(100)],
        Timeout = Expect.Patience,
    };

    public ChannelSocket Socket(string? mount = null, TcpProxy? proxy = null, Action<ChannelSocketOptions>? configure = null)
    {
        ChannelSocketOptions options = Options(Endpoint);
        configure?.Invoke(options);
        var socket = new ChannelSocket(Endpoint.Mount(mount, proxy?.Port), options);
        _sockets.Add(socket);
        return socket;
    }

    public TcpProxy Proxy()
    {
        TcpProxy proxy = TcpProxy.Start(Endpoint.Address);
        _others.Add(proxy);
        return proxy;
    }

    /// <summary>A room of this check's, joined by a socket of its own.</summary>
    public Task<RoomChannelClient> RoomAsync(string? nick = null, string? room = null) => RoomAsync(Socket(), nick, room);

    public async Task<RoomChannelClient> RoomAsync(ChannelSocket socket, string? nick = null, string? room = null)
    {
        RoomChannelClient client = socket.RoomChannel(room ?? Name);
        Reply<RoomJoined, Refused> reply = await client.JoinAsync(new JoinRoom(nick)).WithinAsync("the join").ConfigureAwait(false);
        Expect.True(reply.IsOk, $"the join was refused: {reply}");
        return client;
    }

    public async Task<BenchChannelClient> BenchAsync(ChannelSocket? socket = null)
    {
        BenchChannelClient client = (socket ?? Socket()).BenchChannel(Name);
        await client.JoinAsync().WithinAsync("the join").ConfigureAwait(false);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable socket in _sockets)
        {
            await socket.DisposeAsync().AsTask().WithinAsync("the disposal of a socket").ConfigureAwait(false);
        }

        foreach (IDisposable other in _others)
        {
            other.Dispose();
        }
    }
}
