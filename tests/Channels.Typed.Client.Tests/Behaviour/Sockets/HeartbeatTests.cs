using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class HeartbeatTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Heartbeat_Answered_ComesAgainAfterTheInterval()
    {
        await using var client = Create();
        ScriptedConnection connection = await client.ConnectAsync();

        for (int reference = 1; reference < 4; reference++)
        {
            await client.Time.RunTimerAsync(Interval);
            await connection.ExpectAsync($$"""[null,"{{reference}}","phoenix","heartbeat",{}]""");
            Answer(connection, reference);
        }

        await client.Time.TimerAsync(Interval);
        Assert.Equal(SocketState.Connected, client.Socket.State);
    }

    [Fact]
    public async Task Heartbeat_NotAnswered_EndsTheConnectionAndReconnects()
    {
        await using var client = Create();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task<ReplyFrame> push = channel.PushAsync(timeout: Timeout.InfiniteTimeSpan);

        await client.Time.RunTimerAsync(Interval);
        await client.Time.RunTimerAsync(Limit);

        SocketStateChangedEventArgs change = await client.ChangeToAsync(SocketState.Reconnecting);
        Assert.Equal(SocketStateReason.HeartbeatTimeout, change.Reason);
        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(push));
        await connection.Aborted;
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(4, payload: """{"p":1}""");
    }

    [Fact]
    public async Task Heartbeat_OfAnOldConnection_DoesNotEndTheNewOne()
    {
        await using var client = Create();
        ScriptedConnection connection = await client.ConnectAsync();
        await client.Time.RunTimerAsync(Interval);
        await connection.ExpectAsync("""[null,"1","phoenix","heartbeat",{}]""");
        await client.Time.TimerAsync(Limit);
        connection.Drop();
        ScriptedConnection second = await client.ReconnectAsync();
        await client.Time.TimerAsync(Interval);

        // After the timeout of the old heartbeat, and before the new interval ends.
        client.Time.Advance(Limit);
        await second.ExpectNothingElseAsync(client, 2);

        Assert.Equal(SocketState.Connected, client.Socket.State);
        Assert.False(second.IsAborted);
    }

    [Fact]
    public async Task Heartbeat_AfterDisconnect_IsNotSent()
    {
        await using var client = Create();
        ScriptedConnection connection = await client.ConnectAsync();
        await client.Time.TimerAsync(Interval);
        await client.Socket.DisconnectAsync().Within();

        client.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.False(connection.HasFrame);
    }

    [Fact]
    public async Task Heartbeat_Infinite_IsNotSent()
    {
        await using var client = new TestClient(options => options.HeartbeatInterval = Timeout.InfiniteTimeSpan);
        ScriptedConnection connection = await client.ConnectAsync();

        client.Time.Advance(TimeSpan.FromHours(1));

        await connection.ExpectNothingElseAsync(client, 1);
    }

    [Fact]
    public async Task Heartbeat_ReplyWaitsBehindASlowHandler_ConnectionStaysOpen()
    {
        await using var client = new TestClient(options =>
        {
            options.HeartbeatTimeout = Limit;
            options.EventQueueCapacity = 1;
        });
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var gate = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        _ = channel.On("posted", async payload =>
        {
            _ = entered.TrySetResult();
            await gate.Task;
        });
        connection.Send([.. Enumerable.Repeat("""[null,null,"room:a","posted",{}]""", 4)]);
        await entered.Task.Within();

        // One event is being handled, one fills the queue, the reader holds one, and one is not read yet.
        await Waiting.UntilAsync(
            () => connection.Unread == 1 && client.Socket.Engine.Connection!.IsHeldUp); // Not null while connected.

        await client.Time.RunTimerAsync(Interval);
        await connection.ExpectAsync("""[null,"2","phoenix","heartbeat",{}]""");
        Answer(connection, 2);
        await client.Time.RunTimerAsync(Limit);
        await connection.ExpectAsync("""[null,"3","phoenix","heartbeat",{}]""");
        Answer(connection, 3);
        gate.SetResult();
        await client.Time.TimerAsync(Interval);

        Assert.Equal(SocketState.Connected, client.Socket.State);
    }

    /// <summary>The reply may be late, behind a large message. While anything arrives, the connection works (phoenix#6770).</summary>
    [Theory]
    [InlineData("""[null,null,"room:a","posted",{}]""")]
    [InlineData("""[null,"99","phoenix","phx_reply",{"response":{},"status":"ok"}]""")]
    [InlineData("no frame")]
    public async Task Heartbeat_NotAnsweredButAnyMessageCame_IsSentAgain(string message)
    {
        await using var client = Create();
        ScriptedConnection connection = await client.ConnectAsync();
        for (int reference = 1; reference < 4; reference++)
        {
            await client.Time.RunTimerAsync(reference == 1 ? Interval : Limit);
            await connection.ExpectAsync($$"""[null,"{{reference}}","phoenix","heartbeat",{}]""");
            connection.Send(message);
            await Waiting.UntilAsync(() => client.Socket.Engine.Connection!.HasReceived); // Not null while connected.
        }

        await client.Time.RunTimerAsync(Limit);
        await connection.ExpectAsync("""[null,"4","phoenix","heartbeat",{}]""");
        Answer(connection, 4);
        await client.Time.TimerAsync(Interval);

        Assert.Equal(SocketState.Connected, client.Socket.State);
        Assert.Equal((0, 0, 0), client.Socket.Engine.Counts);
    }

    [Fact]
    public async Task Heartbeat_MessagesCameBeforeItOnly_EndsTheConnection()
    {
        await using var client = Create();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var received = new TaskCompletionSource();
        using IDisposable subscription = channel.On("posted", _ => received.SetResult());
        connection.Send("""[null,null,"room:a","posted",{}]""");
        await received.Task.Within();

        await client.Time.RunTimerAsync(Interval);
        await connection.ExpectAsync("""[null,"2","phoenix","heartbeat",{}]""");
        await client.Time.RunTimerAsync(Limit);

        SocketStateChangedEventArgs change = await client.ChangeToAsync(SocketState.Reconnecting);
        Assert.Equal(SocketStateReason.HeartbeatTimeout, change.Reason);
    }

    private static TestClient Create() => new(options => options.HeartbeatTimeout = Limit);

    private static void Answer(ScriptedConnection connection, int reference) =>
        connection.Send($$"""[null,"{{reference}}","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
}
