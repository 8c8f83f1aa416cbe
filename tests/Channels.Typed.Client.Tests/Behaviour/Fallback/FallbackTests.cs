using Channels.Typed.Client.Fallback;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Behaviour.Fallback;

/// <summary>WebSocketThenLongPolling. The test controls both transports.</summary>
public sealed class FallbackTests
{
    private static readonly TimeSpan FallbackAfter = TimeSpan.FromMilliseconds(2500);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Case234_WebSocketRefused_IsLongPollingAtOnceAndRemembered()
    {
        await using var client = new FallbackClient();
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
        Assert.Equal(client.Time.GetUtcNow() + RetryInterval, client.Memory.Entries[FallbackClient.Endpoint]);
    }

    /// <summary>live_view#3212: the configured threshold is used.</summary>
    [Fact]
    public async Task WebSocket_DoesNotOpenWithinFallbackAfter_IsLongPolling()
    {
        await using var client = new FallbackClient(static options => options.FallbackAfter = TimeSpan.FromSeconds(4));
        Task connected = client.Socket.ConnectAsync();
        _ = await client.WebSockets.AttemptAsync();

        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(4));

        _ = await client.LongPolling.AcceptAsync();
        await connected.Within();
        Assert.IsType<TimeoutException>((await client.ChangeAsync(SocketStateReason.TransportSwitched)).Exception!.InnerException);
    }

    [Fact]
    public async Task Case235_WebSocketOpensAndStaysSilent_IsLongPolling()
    {
        await using var client = new FallbackClient();
        ScriptedConnection silent = await client.OpenAsync();

        // One timer for the attempt, one for the first message.
        await client.Time.TimerAsync(FallbackAfter);
        await client.Time.RunTimerAsync(FallbackAfter);

        Assert.Equal(SocketState.Reconnecting, (await client.ChangeAsync(SocketStateReason.TransportSwitched)).State);
        _ = await client.LongPolling.AcceptAsync();
        await silent.Aborted;
        await client.Socket.ConnectAsync().Within();
        Assert.Equal("scripted", client.Socket.TransportName);
    }

    /// <summary>phoenix#6766: connections that open and then break.</summary>
    [Fact]
    public async Task WebSocket_OpensAndDies_IsLongPolling()
    {
        await using var client = new FallbackClient();
        ScriptedConnection connection = await client.OpenAsync();

        connection.Close(1006);

        Assert.Contains(
            "1006", (await client.ChangeAsync(SocketStateReason.TransportSwitched)).Exception!.Message, StringComparison.Ordinal);
        _ = await client.LongPolling.AcceptAsync();
    }

    /// <summary>
    /// phoenix#6770: any message proves that the WebSocket works, so a reply that is late because of a large message does no harm.
    /// </summary>
    [Fact]
    public async Task WebSocket_BringsAnyMessage_Works()
    {
        await using var client = new FallbackClient();
        ScriptedConnection connection = await client.OpenAsync();
        connection.Send("""[null,null,"room:a","posted",{}]""");
        await Waiting.UntilAsync(() => connection.Unread == 0);
        await client.SettleAsync(connection);

        client.Time.Advance(TimeSpan.FromSeconds(29));

        Assert.Equal(SocketState.Connected, client.Socket.State);
        Assert.False(client.LongPolling.HasAttempt);
    }

    /// <summary>Catalogue 236 and phoenix#5741: the memory outlives the socket.</summary>
    [Fact]
    public async Task Case236_EndpointIsRemembered_NoWebSocketIsTried()
    {
        await using var client = new FallbackClient();
        client.Memory.Entries[FallbackClient.Endpoint] = client.Time.GetUtcNow() + TimeSpan.FromMinutes(1);
        Task connected = client.Socket.ConnectAsync();

        _ = await client.LongPolling.AcceptAsync();
        await connected.Within();

        Assert.False(client.WebSockets.HasAttempt);
    }

    [Fact]
    public async Task Memory_Expired_WebSocketIsTriedAgain_AndTheEntryIsRemovedIfItWorks()
    {
        await using var client = new FallbackClient();
        client.Memory.Entries[FallbackClient.Endpoint] = client.Time.GetUtcNow();
        ScriptedConnection connection = await client.OpenAsync();

        await client.ProveAsync(connection);

        Assert.Empty(client.Memory.Entries);
    }

    [Fact]
    public async Task Memory_Fails_CountsAsEmpty()
    {
        await using var client = new FallbackClient(static options => options.TransportMemory = new FailingTransportMemory());
        Task connected = client.Socket.ConnectAsync();

        await client.WebSockets.RefuseAsync();
        _ = await client.LongPolling.AcceptAsync();
        await connected.Within();

        Assert.True(client.Log.Has(232));
    }

    /// <summary>Catalogue 237 and phoenix#6208: a defect of the official client, which this client does not have.</summary>
    [Fact]
    public async Task Case237_WebSocketWorkedAndAReconnectIsRefused_StaysWithWebSockets()
    {
        await using var client = new FallbackClient(static options => options.MaxUselessWebSockets = 3);
        ScriptedConnection connection = await client.OpenAsync();
        await client.ProveAsync(connection);

        connection.Drop();
        await client.RefuseAfterAsync(10);
        await client.RefuseAfterAsync(50);
        Assert.False(client.LongPolling.HasAttempt);

        // After the third in a row the client falls back. This is not remembered, because a WebSocket has worked before.
        await client.RefuseAfterAsync(100);
        _ = await client.LongPolling.AcceptAsync();
        await client.Socket.ConnectAsync().Within();
        Assert.Empty(client.Memory.Entries);
    }

    [Fact]
    public async Task NothingWorks_BothAreTriedInTurn()
    {
        await using var client = new FallbackClient();
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
        await using var client = new FallbackClient(static options => options.MaxUselessWebSockets = 2);
        client.Memory.Entries[FallbackClient.Endpoint] = client.Time.GetUtcNow() + TimeSpan.FromHours(1);
        Task connected = client.Socket.ConnectAsync();

        await client.LongPolling.RefuseAsync();
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        await client.LongPolling.RefuseAsync();
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(50));

        _ = await client.WebSockets.AcceptAsync();
        await connected.Within();
    }

    [Fact]
    public async Task ReturnToWebSocket_WhenItWorksLater_IsUsedAgain()
    {
        await using var client = new FallbackClient(static options => options.HeartbeatInterval = Timeout.InfiniteTimeSpan);
        Task connected = client.Socket.ConnectAsync();
        await client.WebSockets.RefuseAsync();
        ScriptedConnection polling = await client.LongPolling.AcceptAsync();
        await connected.Within();

        // The first attempt fails: the connection in use is not affected.
        await client.Time.RunTimerAsync(RetryInterval);
        await client.WebSockets.RefuseAsync();
        await client.Time.TimerAsync(RetryInterval);
        Assert.Equal(SocketState.Connected, client.Socket.State);
        Assert.Equal(client.Time.GetUtcNow() + RetryInterval, client.Memory.Entries[FallbackClient.Endpoint]);

        // The second attempt is accepted, and its heartbeat is answered.
        client.Time.Advance(RetryInterval);
        ScriptedConnection probe = await client.WebSockets.AcceptAsync();
        await probe.ExpectAsync(FallbackClient.Heartbeat);
        probe.Send(FallbackClient.Answer);
        await probe.Closed;

        ScriptedConnection connection = await client.WebSockets.AcceptAsync();
        await polling.Aborted;
        SocketStateChangedEventArgs change = await client.ChangeAsync(SocketStateReason.TransportSwitched, SocketState.Reconnecting);
        Assert.Contains("works now", change.Exception!.Message, StringComparison.Ordinal);
        Assert.Empty(client.Memory.Entries);
        await client.Socket.ConnectAsync().Within();
        await client.ProveAsync(connection);
    }

    [Fact]
    public async Task ReturnToWebSocket_AfterDisconnect_IsNotTried()
    {
        await using var client = new FallbackClient();
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
    public async Task Disconnect_BeforeTheFirstMessage_DoesNotCountAgainstTheWebSocket()
    {
        await using var client = new FallbackClient();
        _ = await client.OpenAsync();

        await client.Socket.DisconnectAsync().Within();
        Task again = client.Socket.ConnectAsync();

        _ = await client.WebSockets.AcceptAsync();
        await again.Within();
        Assert.False(client.LongPolling.HasAttempt);
    }
}
