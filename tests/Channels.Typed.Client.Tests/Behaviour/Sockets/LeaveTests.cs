using System.Text;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class LeaveTests
{
    [Fact]
    public async Task Leave_Joined_WaitsForTheServersAnswer()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        Task leave = channel.LeaveAsync(null, default);
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
        Assert.Equal(ChannelState.Leaving, channel.State);
        Assert.False(leave.IsCompleted);
        connection.SendOk(1, 2);

        await leave.Within();
        await channel.Closed.Within();
        Assert.Equal(ChannelState.Closed, channel.State);
    }

    [Fact]
    public async Task Leave_NoAnswer_EndsByTimeoutWithoutAnError()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task leave = channel.LeaveAsync(TimeSpan.FromSeconds(3), default);
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");

        client.Time.Advance(TimeSpan.FromSeconds(3));

        await leave.Within();
        await channel.Closed.Within();
    }

    [Fact]
    public async Task Leave_OnlyCloseComes_Ends()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task leave = channel.LeaveAsync(null, default);

        connection.Send("""["1","1","room:a","phx_close",{}]""");

        await leave.Within();
        await channel.Closed.Within();
    }

    [Fact]
    public async Task Leave_EndsWithoutItsReply_NothingWaitsForIt()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task leave = channel.LeaveAsync(null, default);
        Assert.Equal(1, client.Socket.Engine.Counts.Pending);

        connection.Send("""["1","1","room:a","phx_close",{}]""");
        await leave.Within();

        Assert.Equal(0, client.Socket.Engine.Counts.Pending);
    }

    [Fact]
    public async Task Leave_ConnectionLostMeanwhile_EndsAndDoesNotRejoin()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task leave = channel.LeaveAsync(null, default);

        connection.Drop();
        await leave.Within();

        connection = await client.ReconnectAsync();
        await connection.ExpectNothingElseAsync(client, 3);
    }

    [Fact]
    public async Task Leave_Canceled_StopsWaiting_ButTheChannelLeaves()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        using var cancel = new CancellationTokenSource();
        Task leave = channel.LeaveAsync(null, cancel.Token);
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");

        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leave.Within());
        connection.SendOk(1, 2);

        await channel.Closed.Within();
    }

    // A push directly before a leave must still be sent and answered.
    [Fact]
    public async Task Leave_PushesBeforeIt_GoFirstAndAreAnswered()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task<ReplyFrame> push = channel.PushAsync();
        Task sending = channel.SendAsync(new EventName("typing"), default, default);

        Task leave = channel.LeaveAsync(null, default);
        await connection.ExpectAsync(
            """["1","2","room:a","ping",{}]""", """["1","3","room:a","typing",{}]""", """["1","4","room:a","phx_leave",{}]""");
        connection.SendOk(1, 2, response: """{"text":"pong"}""");
        connection.SendOk(1, 4);

        Assert.Equal("""{"text":"pong"}""", Encoding.UTF8.GetString((await push.Within()).Response.Span));
        await sending.Within();
        await leave.Within();
    }

    [Fact]
    public async Task Leave_PushesThatAreNotAnsweredBeforeIt_FailWithClosed()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task<ReplyFrame> push = channel.PushAsync();
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");

        Task leave = channel.LeaveAsync(null, default);

        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(channel.PushAsync()));
        Assert.False(push.IsCompleted);
        connection.SendOk(1, 3);
        await leave.Within();
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(push));
    }

    [Fact]
    public async Task Leave_PushesThatWaitForTheJoin_FailWithClosed()
    {
        await using var client = new TestClient();
        _ = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync();
        Task<ReplyFrame> push = channel.PushAsync();

        _ = channel.LeaveAsync(null, default);

        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(push));
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(join));
    }

    [Fact]
    public async Task Leave_WhileJoining_CancelsTheJoin()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync();

        Task leave = channel.LeaveAsync(null, default);
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""", """["1","2","room:a","phx_leave",{}]""");
        connection.SendOk(1, 1);
        connection.SendOk(1, 2);

        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(join));
        await leave.Within();
        await channel.Closed.Within();
    }

    [Fact]
    public async Task Leave_WithoutConnection_EndsAtOnce()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.Drop();
        _ = await client.ChangeToAsync(SocketState.Reconnecting);

        await channel.LeaveAsync(null, default).Within();

        connection = await client.ReconnectAsync();
        await connection.ExpectNothingElseAsync(client, 2);
    }

    [Fact]
    public async Task Leave_EventsThatComeMeanwhile_AreDropped()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var seen = new List<string>();
        using IDisposable subscription = channel.On("posted", seen.Add);
        Task leave = channel.LeaveAsync(null, default);

        connection.Send("""[null,null,"room:a","posted",1]""");
        connection.SendOk(1, 2);

        await leave.Within();
        await channel.Closed.Within();
        Assert.Empty(seen);
    }

    [Fact]
    public async Task Leave_Again_IsTheSameLeave()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        Task first = channel.LeaveAsync(null, default);
        Task second = channel.LeaveAsync(null, default);
        connection.SendOk(1, 2);
        await Task.WhenAll(first, second).Within();
        await channel.LeaveAsync(null, default).Within();

        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
        await connection.ExpectNothingElseAsync(client, 3);
    }

    [Fact]
    public async Task Join_AfterLeave_JoinsTheSameChannelAgainWithItsHandlers()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var seen = new List<string>();
        using IDisposable subscription = channel.On("posted", seen.Add);
        Task leave = channel.LeaveAsync(null, default);
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
        connection.SendOk(1, 2);
        await leave.Within();
        Task closed = channel.Closed;
        await closed.Within();

        Task<ReplyFrame> join = channel.JoinAsync();
        await connection.AcceptJoinAsync(3);
        Assert.Equal("ok {}", (await join.Within()).Text());

        Assert.False(channel.Closed.IsCompleted);
        connection.Send("""["1","1","room:a","posted",1]""", """["3","3","room:a","posted",3]""");
        await channel.CloseAndDrainAsync(connection, 3);
        Assert.Equal(["3"], seen);
    }

    [Fact]
    public async Task Join_WhileLeaving_EndsTheLeaveAndTheLateCloseIsStale()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task leave = channel.LeaveAsync(null, default);

        Task<ReplyFrame> join = channel.JoinAsync();
        await leave.Within();
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""", """["3","3","room:a","phx_join",{}]""");
        connection.SendOk(1, 2);
        connection.Send("""["1","1","room:a","phx_close",{}]""");
        connection.SendOk(3, 3);

        Assert.Equal("ok {}", (await join.Within()).Text());
        Assert.Equal(ChannelState.Joined, channel.State);
    }

    [Fact]
    public async Task Join_AfterTheServerClosedTheChannel_JoinsAgain()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.Send("""["1","1","room:a","phx_close",{}]""");
        await channel.Closed.Within();

        Task<ReplyFrame> join = channel.JoinAsync();
        await connection.AcceptJoinAsync(2);

        Assert.Equal("ok {}", (await join.Within()).Text());
        Task<ReplyFrame> push = channel.PushAsync();
        await connection.ExpectAsync("""["2","3","room:a","ping",{}]""");
        connection.SendOk(2, 3);
        _ = await push.Within();
    }

    [Fact]
    public async Task Join_AfterDispose_IsRefused()
    {
        await using var client = new TestClient();
        IClientChannel channel = client.CreateChannel();
        await channel.DisposeAsync();

        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => channel.JoinAsync());
    }

    [Fact]
    public async Task Leave_InAHandler_GetsItsAnswer()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var left = new TaskCompletionSource();
        using IDisposable subscription = channel.On("posted", async _ =>
        {
            await channel.LeaveAsync(null, default);
            left.SetResult();
        });

        connection.Send("""["1",null,"room:a","posted",{}]""");
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
        connection.SendOk(1, 2);

        await left.Task.Within();
        await channel.Closed.Within();
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("null")]
    public async Task ServerCloses_Channel_EndsPermanently(string joinRef)
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        connection.Send($$"""[{{joinRef}},{{joinRef}},"room:a","phx_close",{}]""");
        await channel.Closed.Within();

        Assert.Equal(ChannelState.Closed, channel.State);
        connection.Drop();
        connection = await client.ReconnectAsync();
        await connection.ExpectNothingElseAsync(client, 2);
    }
}
