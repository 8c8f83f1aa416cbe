using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class ConnectTests
{
    [Fact]
    public async Task Connect_Accepted_CompletesAndReportsConnectingThenConnected()
    {
        await using var client = new TestClient();

        Task connected = client.Socket.ConnectAsync();
        ScriptedAttempt attempt = await client.Server.AttemptAsync();
        Assert.Equal(SocketState.Connecting, client.Socket.State);
        _ = attempt.Accept();
        await connected.Within();

        Assert.Equal(SocketState.Connected, client.Socket.State);
        Assert.Equal(SocketStateReason.Requested, (await client.ChangeToAsync(SocketState.Connecting)).Reason);
        Assert.Equal(SocketStateReason.Opened, (await client.ChangeToAsync(SocketState.Connected)).Reason);
    }

    [Fact]
    public async Task Connect_Refused_RetriesByTheDelaysWithoutLimit()
    {
        await using var client = new TestClient();
        Task connected = client.Socket.ConnectAsync();

        await client.Server.RefuseAsync();
        foreach (int delay in (int[])[10, 50, 100, 150, 200, 250, 500, 1000, 2000, 5000, 5000, 5000])
        {
            await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(delay));
            await client.Server.RefuseAsync();
        }

        Assert.False(connected.IsCompleted);
        _ = await client.ReconnectAsync(5000);
        await connected.Within();
    }

    [Fact]
    public async Task Connect_RefusedWithHttpStatus_ReportsItAndRetries()
    {
        await using var client = new TestClient();
        Task connected = client.Socket.ConnectAsync();
        _ = await client.ChangeAsync();

        await client.Server.RefuseAsync(new ConnectRefusedException(403, new IOException()));

        SocketStateChangedEventArgs change = await client.ChangeAsync();
        Assert.Equal(SocketStateReason.ConnectFailed, change.Reason);
        Assert.Equal(SocketState.Connecting, change.PreviousState);
        Assert.Equal(SocketState.Connecting, change.State);
        Assert.Equal(403, change.HttpStatus);
        Assert.Equal(TimeSpan.FromMilliseconds(10), change.RetryDelay);
        _ = await client.ReconnectAsync();
        await connected.Within();
    }

    [Fact]
    public async Task Connect_Canceled_StopsAttempts_IfNothingElseNeedsAConnection()
    {
        await using var client = new TestClient();
        using var cancel = new CancellationTokenSource();
        Task connected = client.Socket.ConnectAsync(cancel.Token);
        await client.Server.RefuseAsync();

        await cancel.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connected.Within());
        Assert.Equal(SocketState.Disconnected, client.Socket.State);
    }

    /// <summary>The channel is the last that needs a connection. So the attempts stop.</summary>
    [Theory]
    [InlineData("cancel")]
    [InlineData("leave")]
    [InlineData("dispose")]
    public async Task Join_CanceledOrLeftOrDisposed_StopsAttempts_IfNothingElseNeedsAConnection(string how)
    {
        await using var client = new TestClient();
        using var cancel = new CancellationTokenSource();
        IClientChannel channel = client.CreateChannel();
        Task join = channel.JoinAsync(cancellationToken: cancel.Token);
        ScriptedAttempt attempt = await client.Server.AttemptAsync();

        await (how switch
        {
            "cancel" => cancel.CancelAsync(),
            "leave" => channel.LeaveAsync(null, default),
            _ => channel.DisposeAsync().AsTask(),
        }).Within();

        _ = await Assert.ThrowsAnyAsync<Exception>(() => join.Within());
        _ = await client.ChangeToAsync(SocketState.Connecting);
        SocketStateChangedEventArgs change = await client.ChangeToAsync(SocketState.Disconnected);
        Assert.Equal(SocketStateReason.Requested, change.Reason);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt.Outcome.Within());
    }

    [Fact]
    public async Task Join_Canceled_AttemptsContinueForAConnectOrAnotherJoin()
    {
        await using var client = new TestClient();
        using var cancel = new CancellationTokenSource();
        Task connected = client.Socket.ConnectAsync();
        Task join = client.CreateChannel().JoinAsync(cancellationToken: cancel.Token);
        Task other = client.CreateChannel("room:b").JoinAsync();

        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => join.Within());

        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connected.Within();
        await connection.AcceptJoinAsync(1, "room:b");
        await other.Within();
    }

    [Fact]
    public async Task Connect_Canceled_AttemptsContinueForAJoin()
    {
        await using var client = new TestClient();
        using var cancel = new CancellationTokenSource();
        Task join = client.CreateChannel().JoinAsync();
        Task connected = client.Socket.ConnectAsync(cancel.Token);

        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connected.Within());

        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        await join.Within();
    }

    [Fact]
    public async Task Connect_TakesLongerThanConnectTimeout_IsAFailedAttempt()
    {
        await using var client = new TestClient(options => options.ConnectTimeout = TimeSpan.FromSeconds(7));
        Task connected = client.Socket.ConnectAsync();
        _ = await client.Server.AttemptAsync();

        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(7));

        _ = await client.ChangeAsync();
        Assert.IsType<TimeoutException>((await client.ChangeAsync()).Exception);
        _ = await client.ReconnectAsync();
        await connected.Within();
    }

    [Fact]
    public async Task Connect_Twice_MakesOneConnection()
    {
        await using var client = new TestClient();

        Task first = client.Socket.ConnectAsync();
        Task second = client.Socket.ConnectAsync();
        _ = await client.Server.AcceptAsync();
        await Task.WhenAll(first, second).Within();
        await client.Socket.ConnectAsync().Within();

        Assert.False(client.Server.HasAttempt);
    }

    [Fact]
    public async Task Params_OfFactory_AreAskedForOnEveryAttemptAndWin()
    {
        int calls = 0;
        await using var client = new TestClient(options =>
        {
            options.Params.Add("app", "chat");
            options.Params.Add("token", "old");
            options.ParamsFactory = _ => new(new Dictionary<string, string> { ["token"] = $"t{++calls}" });
        });
        _ = client.Socket.ConnectAsync();

        ScriptedAttempt first = await client.Server.AttemptAsync();
        first.Refuse();
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        ScriptedAttempt second = await client.Server.AttemptAsync();

        Assert.Equal("wss://host/socket/websocket?app=chat&token=t1&vsn=2.0.0", first.Uri.AbsoluteUri);
        Assert.Equal("wss://host/socket/websocket?app=chat&token=t2&vsn=2.0.0", second.Uri.AbsoluteUri);
        _ = second.Accept();
    }

    [Fact]
    public async Task Params_FactoryFails_IsAFailedAttempt_AndParametersAreNotLogged()
    {
        int calls = 0;
        await using var client = new TestClient(options =>
        {
            options.Params.Add("token", "secret");
            options.ParamsFactory = _ => ++calls == 1
                ? throw new InvalidOperationException("no token yet")
                : new(new Dictionary<string, string>());
        });
        Task connected = client.Socket.ConnectAsync();

        _ = await client.ReconnectAsync();
        await connected.Within();

        Assert.True(client.Log.Has(201));
        Assert.DoesNotContain(client.Log.Texts, static text => text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Params_FactoryHangs_DoesNotDelayDispose()
    {
        var client = new TestClient(
            options => options.ParamsFactory = _ => new(new TaskCompletionSource<IReadOnlyDictionary<string, string>>().Task));
        Task connected = client.Socket.ConnectAsync();

        await client.DisposeAsync().Within();

        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => connected.Within());
        Assert.Equal(SocketState.Closed, client.Socket.State);
    }

    [Fact]
    public async Task StateChanged_HandlerThrows_IsLogged_AndOtherHandlersRun()
    {
        await using var client = new TestClient();
        client.Socket.StateChanged += static (_, _) => throw new InvalidOperationException("handler");
        var received = new TaskCompletionSource();
        client.Socket.StateChanged += (_, change) => _ = change.State == SocketState.Connected && received.TrySetResult();

        _ = await client.ConnectAsync();

        await received.Task.Within();
        Assert.True(client.Log.Has(206));
    }
}
