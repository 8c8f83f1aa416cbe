using Channels.Typed.Client;
using Channels.Typed.Tests.Shared.RecordedApplication;
using Channels.Typed.Tests.Shared;

namespace Channels.Typed.InteropClient.Harness;

/// <summary>The sockets, proxies and topics of one check. They are disposed after the check.</summary>
internal sealed class CheckContext(Endpoint endpoint) : IAsyncDisposable
{
    private static readonly string Run = Guid.NewGuid().ToString("N").Substring(0, 8);
    private static int _lastTopic;

    private readonly List<IAsyncDisposable> _sockets = [];
    private readonly List<IDisposable> _proxies = [];

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
        _proxies.Add(proxy);
        return proxy;
    }

    /// <summary>Joins a room of this check with a new socket.</summary>
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

        foreach (IDisposable proxy in _proxies)
        {
            proxy.Dispose();
        }
    }
}
