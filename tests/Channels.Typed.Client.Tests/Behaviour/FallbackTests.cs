using Channels.Typed.Client.Fallback;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Behaviour;

/// <summary>WebSocketThenLongPolling, with both transports scripted.</summary>
public sealed class FallbackTests
{
    private const string Heartbeat = """[null,"0","phoenix","heartbeat",{}]""";
    private const string Answer = """[null,"0","phoenix","phx_reply",{"response":{},"status":"ok"}]""";

    private static readonly Uri Endpoint = new("wss://host/socket");
    private static readonly TimeSpan FallbackAfter = TimeSpan.FromMilliseconds(2500);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(10);

    /// <summary>Row 234.</summary>
    [Fact]
    public async Task Row234_WebSocketRefused_IsLongPollingAtOnceAndRemembered()
    {
        await using var client = new Client();
        Task connected = client.Socket.ConnectAsync();

        await client.WebSockets.RefuseAsync(new IOException("no upgrade"));
        _ = await client.LongPolling.AcceptAsync();
        await connected.Within();

        SocketStateChangedEventArgs change = await client.ChangeAsync(SocketStateReason.TransportSwitched);
        Assert.Equal(SocketState.Connecting, change.State);
        Assert.Equal(TimeSpan.Zero, change.RetryDelay);
        Assert.Equal("The transport changes to 'longpoll': no WebSocket could be opened.", change.Exception!.Message);
        Assert.Equal("no upgrade", change.Exception.InnerException!.Message);
        Assert.True(client.Log.Has(230));
        Assert.Equal(client.Time.GetUtcNow() + RetryInterval, client.Memory.Entries[Endpoint]);
    }

    /// <summary>live_view#3212: the threshold that is set counts.</summary>
    [Fact]
    public async Task WebSocket_DoesNotOpenWithinFallbackAfter_IsLongPolling()
    {
        await using var client = new Client(static options => options.FallbackAfter = TimeSpan.FromSeconds(4));
        Task connected = client.Socket.ConnectAsync();
        _ = await client.WebSockets.AttemptAsync();

        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(4));

        _ = await client.LongPolling.AcceptAsync();
        await connected.Within();
        Assert.IsType<TimeoutException>((await client.ChangeAsync(SocketStateReason.TransportSwitched)).Exception!.InnerException);
    }

    /// <summary>Row 235.</summary>
    [Fact]
    public async Task Row235_WebSocketOpensAndStaysSilent_IsLongPolling()
    {
        await using var client = new Client();
        ScriptedConnection silent = await client.OpenAsync();

        // One for the attempt, one for the first message.
        await client.Time.TimerAsync(FallbackAfter);
        await client.Time.RunTimerAsync(FallbackAfter);

        Assert.Equal(SocketState.Reconnecting, (await client.ChangeAsync(SocketStateReason.TransportSwitched)).State);
        _ = await client.LongPolling.AcceptAsync();
        await silent.Aborted;
        await client.Socket.ConnectAsync().Within();
        Assert.Equal("scripted", client.Socket.TransportName);
    }

    /// <summary>phoenix#6766: connections that open and die.</summary>
    [Fact]
    public async Task WebSocket_OpensAndDies_IsLongPolling()
    {
        await using var client = new Client();
        ScriptedConnection connection = await client.OpenAsync();

        connection.Close(1006);

        Assert.Contains("1006", (await client.ChangeAsync(SocketStateReason.TransportSwitched)).Exception!.Message, StringComparison.Ordinal);
        _ = await client.LongPolling.AcceptAsync();
    }

    /// <summary>phoenix#6770: any message is a sign of life, so an answer that is late behind a large one does no harm.</summary>
    [Fact]
    public async Task WebSocket_BringsAnyMessage_Works()
    {
        await using var client = new Client();
        ScriptedConnection connection = await client.OpenAsync();
        connection.Send("""[null,null,"room:a","posted",{}]""");
        await Waiting.UntilAsync(() => connection.Unread == 0);
        await client.SettleAsync(connection);

        client.Time.Advance(TimeSpan.FromSeconds(29));

        Assert.Equal(SocketState.Connected, client.Socket.State);
        Assert.False(client.LongPolling.HasAttempt);
    }

    /// <summary>Row 236 and phoenix#5741: what is remembered outlives the socket.</summary>
    [Fact]
    public async Task Row236_EndpointIsRemembered_NoWebSocketIsTried()
    {
        await using var client = new Client();
        client.Memory.Entries[Endpoint] = client.Time.GetUtcNow() + TimeSpan.FromMinutes(1);
        Task connected = client.Socket.ConnectAsync();

        _ = await client.LongPolling.AcceptAsync();
        await connected.Within();

        Assert.False(client.WebSockets.HasAttempt);
    }

    [Fact]
    public async Task Memory_IsOver_WebSocketIsTriedAgainAndForgottenIfItWorks()
    {
        await using var client = new Client();
        client.Memory.Entries[Endpoint] = client.Time.GetUtcNow();
        ScriptedConnection connection = await client.OpenAsync();

        await client.ProveAsync(connection);

        Assert.Empty(client.Memory.Entries);
    }

    [Fact]
    public async Task Memory_Fails_CountsAsEmpty()
    {
        await using var client = new Client(static options => options.TransportMemory = new BrokenMemory());
        Task connected = client.Socket.ConnectAsync();

        await client.WebSockets.RefuseAsync();
        _ = await client.LongPolling.AcceptAsync();
        await connected.Within();

        Assert.True(client.Log.Has(232));
    }

    /// <summary>Row 237 and phoenix#6208: what the official client does wrong.</summary>
    [Fact]
    public async Task Row237_WebSocketWorkedAndAReconnectIsRefused_StaysWithWebSockets()
    {
        await using var client = new Client(static options => options.MaxUselessWebSockets = 3);
        ScriptedConnection connection = await client.OpenAsync();
        await client.ProveAsync(connection);

        connection.Drop();
        await client.RefuseAfterAsync(10);
        await client.RefuseAfterAsync(50);
        Assert.False(client.LongPolling.HasAttempt);

        // The third in a row is too many; but it is not remembered, since it worked before.
        await client.RefuseAfterAsync(100);
        _ = await client.LongPolling.AcceptAsync();
        await client.Socket.ConnectAsync().Within();
        Assert.Empty(client.Memory.Entries);
    }

    [Fact]
    public async Task NothingWorks_BothAreTriedInTurn()
    {
        await using var client = new Client();
        Task connected = client.Socket.ConnectAsync();

        await client.WebSockets.RefuseAsync();
        await client.LongPolling.RefuseAsync();
        await client.RefuseAfterAsync(10);
        await client.LongPolling.RefuseAsync();
        Assert.Empty(client.Memory.Entries);
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(50));
        ScriptedConnection connection = await client.WebSockets.AcceptAsync();
        await connected.Within();

        await client.ProveAsync(connection);
    }

    [Fact]
    public async Task LongPolling_FailsTooOften_WebSocketIsTried()
    {
        await using var client = new Client(static options => options.MaxUselessWebSockets = 2);
        client.Memory.Entries[Endpoint] = client.Time.GetUtcNow() + TimeSpan.FromHours(1);
        Task connected = client.Socket.ConnectAsync();

        await client.LongPolling.RefuseAsync();
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        await client.LongPolling.RefuseAsync();
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(50));

        _ = await client.WebSockets.AcceptAsync();
        await connected.Within();
    }

    [Fact]
    public async Task WayBack_WebSocketWorksLater_IsUsedAgain()
    {
        await using var client = new Client(static options => options.HeartbeatInterval = Timeout.InfiniteTimeSpan);
        Task connected = client.Socket.ConnectAsync();
        await client.WebSockets.RefuseAsync();
        ScriptedConnection polling = await client.LongPolling.AcceptAsync();
        await connected.Within();

        // The first try fails: nothing happens to the connection in use.
        await client.Time.RunTimerAsync(RetryInterval);
        await client.WebSockets.RefuseAsync();
        await client.Time.TimerAsync(RetryInterval);
        Assert.Equal(SocketState.Connected, client.Socket.State);
        Assert.Equal(client.Time.GetUtcNow() + RetryInterval, client.Memory.Entries[Endpoint]);

        // The second one is accepted, and answered.
        client.Time.Advance(RetryInterval);
        ScriptedConnection probe = await client.WebSockets.AcceptAsync();
        await probe.ExpectAsync(Heartbeat);
        probe.Send(Answer);
        await probe.Closed;

        ScriptedConnection connection = await client.WebSockets.AcceptAsync();
        await polling.Aborted;
        Assert.Contains("works now", (await client.ChangeAsync(SocketStateReason.TransportSwitched, SocketState.Reconnecting)).Exception!.Message, StringComparison.Ordinal);
        Assert.Empty(client.Memory.Entries);
        await client.Socket.ConnectAsync().Within();
        await client.ProveAsync(connection);
    }

    [Fact]
    public async Task WayBack_AfterDisconnect_IsNotLookedFor()
    {
        await using var client = new Client();
        Task connected = client.Socket.ConnectAsync();
        await client.WebSockets.RefuseAsync();
        _ = await client.LongPolling.AcceptAsync();
        await connected.Within();
        await client.Time.TimerAsync(RetryInterval);
        await client.Socket.DisconnectAsync().Within();

        client.Time.Advance(RetryInterval);
        Task again = client.Socket.ConnectAsync();

        // The only attempt is that of the new connection.
        ScriptedConnection connection = await client.WebSockets.AcceptAsync();
        await again.Within();
        await client.ProveAsync(connection);
        Assert.False(client.WebSockets.HasAttempt);
    }

    [Fact]
    public async Task Disconnect_BeforeTheFirstMessage_SaysNothingOfTheWebSocket()
    {
        await using var client = new Client();
        _ = await client.OpenAsync();

        await client.Socket.DisconnectAsync().Within();
        Task again = client.Socket.ConnectAsync();

        _ = await client.WebSockets.AcceptAsync();
        await again.Within();
        Assert.False(client.LongPolling.HasAttempt);
    }

    /// <summary>A socket with both transports scripted.</summary>
    private sealed class Client : IAsyncDisposable
    {
        private readonly System.Threading.Channels.Channel<SocketStateChangedEventArgs> _changes =
            System.Threading.Channels.Channel.CreateUnbounded<SocketStateChangedEventArgs>();

        public Client(Action<ChannelSocketOptions>? configure = null)
        {
            var options = new ChannelSocketOptions { TimeProvider = Time, Jitter = 0, LoggerFactory = Log, TransportMemory = Memory };
            configure?.Invoke(options);
            var settings = new SocketSettings(options);
            var requests = new RequestSource(settings, new SocketAddress(Endpoint));
            Socket = new ChannelSocket(Endpoint, options, new FallbackConnector(settings, requests, WebSockets, LongPolling));
            Socket.StateChanged += (_, change) => _changes.Writer.TryWrite(change);
        }

        public TestClock Time { get; } = new();

        public TestMemory Memory { get; } = new();

        public RecordingLog Log { get; } = new();

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

        /// <summary>The first heartbeat is answered.</summary>
        public async Task ProveAsync(ScriptedConnection connection)
        {
            await connection.ExpectAsync(Heartbeat);
            connection.Send(Answer);
            await SettleAsync(connection);
        }

        /// <summary>What was sent to the client before is handled.</summary>
        public async Task SettleAsync(ScriptedConnection connection)
        {
            Task<CompilerServices.ReplyFrame> join = Calls.JoinAsync(Socket.CreateChannel("room:settle"));
            string frame;
            do
            {
                frame = await connection.ReceiveAsync();
            }
            while (!frame.Contains("phx_join", StringComparison.Ordinal));
            connection.SendError(1, 1, "room:settle");
            _ = await join.Within();
        }

        /// <summary>Waits, and the next WebSocket is refused.</summary>
        public async Task RefuseAfterAsync(int milliseconds)
        {
            await Time.RunTimerAsync(TimeSpan.FromMilliseconds(milliseconds));
            await WebSockets.RefuseAsync();
        }

        public async Task<SocketStateChangedEventArgs> ChangeAsync(SocketStateReason reason, SocketState? state = null)
        {
            while (true)
            {
                SocketStateChangedEventArgs change = await _changes.Reader.ReadAsync().AsTask().Within();
                if (change.Reason == reason && (state is null || change.State == state))
                {
                    return change;
                }
            }
        }

        public async ValueTask DisposeAsync() => await Socket.DisposeAsync().Within();
    }

    private sealed class BrokenMemory : ITransportMemory
    {
        public DateTimeOffset? Recall(Uri endpoint) => throw new IOException("disk");

        public void Remember(Uri endpoint, DateTimeOffset? until) => throw new IOException("disk");
    }
}
