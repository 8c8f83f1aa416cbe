using Channels.Typed.Client.Fallback;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Behaviour.Fallback;

/// <summary>A socket for which the test controls both transports.</summary>
internal sealed class FallbackClient : IAsyncDisposable
{
    public const string Heartbeat = """[null,"0","phoenix","heartbeat",{}]""";
    public const string Answer = """[null,"0","phoenix","phx_reply",{"response":{},"status":"ok"}]""";

    public static readonly Uri Endpoint = new("wss://host/socket");

    private readonly System.Threading.Channels.Channel<SocketStateChangedEventArgs> _changes =
        System.Threading.Channels.Channel.CreateUnbounded<SocketStateChangedEventArgs>();

    public FallbackClient(Action<ChannelSocketOptions>? configure = null)
    {
        var options = new ChannelSocketOptions { TimeProvider = Time, Jitter = 0, LoggerFactory = Log, TransportMemory = Memory };
        configure?.Invoke(options);
        var settings = new SocketSettings(options);
        var requests = new RequestSource(settings, new SocketAddress(Endpoint));
        Socket = new ChannelSocket(Endpoint, options, new FallbackConnector(settings, requests, WebSockets, LongPolling));
        Socket.StateChanged += (_, change) => _changes.Writer.TryWrite(change);
    }

    public TestClock Time { get; } = new();

    public TestTransportMemory Memory { get; } = new();

    public CapturedLog Log { get; } = new();

    public ScriptedServer WebSockets { get; } = new();

    public ScriptedServer LongPolling { get; } = new();

    public ChannelSocket Socket { get; }

    public async Task<ScriptedConnection> OpenAsync()
    {
        Task connected = Socket.ConnectAsync();
        ScriptedConnection connection = await WebSockets.AcceptAsync();
        await connected.Within();
        return connection;
    }

    /// <summary>Answers the first heartbeat, which proves that the WebSocket works.</summary>
    public async Task ProveAsync(ScriptedConnection connection)
    {
        await connection.ExpectAsync(Heartbeat);
        connection.Send(Answer);
        await SettleAsync(connection);
    }

    /// <summary>Waits until the client has handled everything that was sent to it.</summary>
    public async Task SettleAsync(ScriptedConnection connection)
    {
        Task<CompilerServices.ReplyFrame> join = ChannelCalls.JoinAsync(Socket.CreateChannel("room:settle"));
        string frame;
        do
        {
            frame = await connection.ReceiveAsync();
        }
        while (!frame.Contains("phx_join", StringComparison.Ordinal));
        connection.SendError(1, 1, "room:settle");
        _ = await join.Within();
    }

    /// <summary>Moves the clock by a reconnect delay, and refuses the next WebSocket.</summary>
    public async Task RefuseAfterAsync(int milliseconds)
    {
        await Time.RunTimerAsync(TimeSpan.FromMilliseconds(milliseconds));
        await WebSockets.RefuseAsync();
    }

    public async Task<SocketStateChangedEventArgs> ChangeAsync(SocketStateReason reason, SocketState? state = null)
    {
        while (true)
        {
            SocketStateChangedEventArgs change = await _changes.Reader.ReadAsync().Within();
            if (change.Reason == reason && (state is null || change.State == state))
            {
                return change;
            }
        }
    }

    public async ValueTask DisposeAsync() => await Socket.DisposeAsync().Within();
}
