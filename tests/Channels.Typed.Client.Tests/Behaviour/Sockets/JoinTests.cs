using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class JoinTests
{
    [Fact]
    public async Task Join_BeforeConnect_ConnectsByItselfAndSendsOneFrame()
    {
        await using var client = new TestClient();
        IClientChannel channel = client.CreateChannel();

        Task<ReplyFrame> join = channel.JoinAsync("""{"nick":"ann"}""");
        Assert.Equal(ChannelState.Joining, channel.State);
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1, payload: """{"nick":"ann"}""", response: """{"n":1}""");

        Assert.Equal("""ok {"n":1}""", (await join.Within()).Text());
        Assert.Equal(ChannelState.Joined, channel.State);
    }

    [Fact]
    public async Task Join_Refused_ReturnsTheReplyAndDoesNotRejoin()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();

        Task<ReplyFrame> join = channel.JoinAsync();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""");
        connection.SendError(1, 1, response: """{"reason":"full"}""");

        Assert.Equal("""error {"reason":"full"}""", (await join.Within()).Text());
        Assert.Equal(ChannelState.Closed, channel.State);
        Assert.False(channel.Closed.IsCompleted);
        client.Time.Advance(TimeSpan.FromSeconds(20));
        Task<ReplyFrame> again = channel.JoinAsync();
        await connection.AcceptJoinAsync(2);
        Assert.Equal("ok {}", (await again.Within()).Text());
    }

    [Fact]
    public async Task Join_Refused_DoesNotRejoinAfterAReconnect()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""");
        connection.SendError(1, 1);
        _ = await join.Within();

        connection.Drop();
        ScriptedConnection second = await client.ReconnectAsync();
        Task<ReplyFrame> other = client.CreateChannel("room:b").JoinAsync();
        await second.AcceptJoinAsync(2, "room:b");

        _ = await other.Within();
    }

    [Fact]
    public async Task Join_TimesOut_SendsLeave_AndStaysClosed()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync(timeout: TimeSpan.FromSeconds(3));
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""");

        client.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(ChannelErrorReason.Timeout, await ChannelCalls.ReasonOf(join));
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
        connection.SendOk(1, 1);
        connection.SendOk(1, 2);
        connection.Send("""["1","1","room:a","phx_close",{}]""");
        Task<ReplyFrame> again = channel.JoinAsync();
        await connection.AcceptJoinAsync(3);
        Assert.Equal("ok {}", (await again.Within()).Text());
    }

    [Fact]
    public async Task Join_Canceled_SendsLeave()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        using var cancel = new CancellationTokenSource();
        Task<ReplyFrame> join = channel.JoinAsync(cancellationToken: cancel.Token);
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""");

        await cancel.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => join.Within());
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
        Assert.Equal(ChannelState.Closed, channel.State);
    }

    [Fact]
    public async Task Join_CanceledBeforeConnection_IsNeverSent()
    {
        await using var client = new TestClient();
        using var cancel = new CancellationTokenSource();
        Task connected = client.Socket.ConnectAsync();
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync(cancellationToken: cancel.Token);
        ScriptedAttempt attempt = await client.Server.AttemptAsync();

        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => join.Within());

        ScriptedConnection connection = attempt.Accept();
        await connected.Within();
        Task<ReplyFrame> other = client.CreateChannel("room:b").JoinAsync();
        await connection.AcceptJoinAsync(1, "room:b");
        _ = await other.Within();
    }

    [Fact]
    public async Task Join_ChannelCrashesMeanwhile_Fails_AndStaysClosed()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""");

        connection.Send("""["1","1","room:a","phx_error",{}]""");

        Assert.Equal(ChannelErrorReason.ChannelCrashed, await ChannelCalls.ReasonOf(join));
        Assert.Equal(ChannelState.Closed, channel.State);
    }

    [Fact]
    public async Task Join_ConnectionLostMeanwhile_IsSentAgainOnTheNextOne()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        Task<ReplyFrame> join = client.CreateChannel().JoinAsync("""{"p":1}""");
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{"p":1}]""");

        connection.Drop();
        ScriptedConnection second = await client.ReconnectAsync();
        await second.AcceptJoinAsync(2, payload: """{"p":1}""");

        Assert.Equal("ok {}", (await join.Within()).Text());
    }

    [Fact]
    public async Task Join_Twice_ThrowsWithTheTopic()
    {
        await using var client = new TestClient();
        (_, IClientChannel channel) = await client.JoinAsync();

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => channel.JoinAsync());

        Assert.Contains("room:a", exception.Message, StringComparison.Ordinal);
    }

    // Catalogue 221.
    [Fact]
    public async Task Join_TopicOfAnotherChannel_LeavesAndClosesThatOne()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel first) = await client.JoinAsync();
        var changes = new List<ChannelStateChange>();
        using IDisposable subscription = first.OnStateChanged(change =>
        {
            changes.Add(change);
            return default;
        });
        Task<ReplyFrame> push = first.PushAsync();
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");

        IClientChannel second = client.CreateChannel();
        Task<ReplyFrame> join = second.JoinAsync();

        await connection.ExpectAsync("""["1","3","room:a","phx_leave",{}]""");
        await connection.AcceptJoinAsync(4);
        connection.Send("""["1","1","room:a","phx_close",{}]""");
        Assert.Equal("ok {}", (await join.Within()).Text());
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(push));
        await first.Closed.Within();
        Assert.Equal(ChannelStateReason.Replaced, Assert.Single(changes).Reason);
        Assert.True(client.Log.Has(215));
        Assert.Equal(ChannelState.Joined, second.State);
    }

    [Fact]
    public async Task Join_TopicOfAChannelThatWaitsForTheConnection_TakesItOver()
    {
        await using var client = new TestClient();
        Task<ReplyFrame> first = client.CreateChannel().JoinAsync();
        Task<ReplyFrame> second = client.CreateChannel().JoinAsync("""{"n":2}""");

        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1, payload: """{"n":2}""");

        Assert.Equal("ok {}", (await second.Within()).Text());
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(first));
    }

    [Fact]
    public async Task Join_TopicThatIsBeingLeft_TakesItOver()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task leave = channel.LeaveAsync(null, default);

        Task<ReplyFrame> join = client.CreateChannel().JoinAsync();
        await leave.Within();
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");
        await connection.AcceptJoinAsync(3);
        connection.Send("""["1","1","room:a","phx_close",{}]""");

        Assert.Equal("ok {}", (await join.Within()).Text());
        await channel.Closed.Within();
    }

    [Fact]
    public async Task Join_AnsweredAfterTimeout_IsIgnored()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""");
        client.Time.Advance(TimeSpan.FromSeconds(10));
        _ = await ChannelCalls.ReasonOf(join);
        await connection.ExpectAsync("""["1","2","room:a","phx_leave",{}]""");

        connection.SendOk(1, 1);
        Task<ReplyFrame> other = client.CreateChannel("room:b").JoinAsync();
        await connection.AcceptJoinAsync(3, "room:b");
        _ = await other.Within();

        Assert.Equal(ChannelState.Closed, channel.State);
    }
}
