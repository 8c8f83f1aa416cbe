using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class PushTests
{
    [Fact]
    public async Task Push_Joined_SendsItAndReturnsTheReply()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        Task<ReplyFrame> push = channel.PushAsync("""{"x":1}""");
        await connection.ExpectAsync("""["1","2","room:a","ping",{"x":1}]""");
        connection.Send("""["1","2","room:a","phx_reply",{"status":"ok","response":{"y":2}}]""");

        Assert.Equal("""ok {"y":2}""", (await push.Within()).Text());
    }

    [Fact]
    public async Task Push_RepliesOutOfOrder_EachGetsItsOwn()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        Task<ReplyFrame> first = channel.PushAsync();
        Task<ReplyFrame> second = channel.PushAsync();
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""", """["1","3","room:a","ping",{}]""");
        connection.SendOk(1, 3, response: "3");
        connection.SendError(1, 2, response: "2");

        Assert.Equal("error 2", (await first.Within()).Text());
        Assert.Equal("ok 3", (await second.Within()).Text());
    }

    [Fact]
    public async Task Push_ReplyWithOtherStatus_IsReturned()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        Task<ReplyFrame> push = channel.PushAsync();
        connection.Send("""["1","2","room:a","phx_reply",{"response":{},"status":"wat"}]""");

        Assert.Equal("wat {}", (await push.Within()).Text());
    }

    [Fact]
    public async Task Push_NeverJoined_FailsWithNotJoined()
    {
        await using var client = new TestClient();

        Assert.Equal(ChannelErrorReason.NotJoined, await ChannelCalls.ReasonOf(client.CreateChannel().PushAsync()));
        Assert.Equal(ChannelErrorReason.NotJoined, await ChannelCalls.ReasonOf(client.CreateChannel().SendAsync()));
    }

    [Fact]
    public async Task Push_NoReplyInTime_FailsWithTimeoutAndALateReplyIsIgnored()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task<ReplyFrame> push = channel.PushAsync(timeout: TimeSpan.FromSeconds(4));
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");

        client.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(ChannelErrorReason.Timeout, await ChannelCalls.ReasonOf(push));
        connection.SendOk(1, 2);

        Task<ReplyFrame> next = channel.PushAsync();
        await connection.ExpectAsync("""["1","3","room:a","ping",{}]""");
        connection.SendOk(1, 3, response: "3");
        Assert.Equal("ok 3", (await next.Within()).Text());
    }

    [Fact]
    public async Task Push_Canceled_StopsWaiting()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        using var cancel = new CancellationTokenSource();
        Task<ReplyFrame> push = channel.PushAsync(cancellationToken: cancel.Token);
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");

        await cancel.CancelAsync();

        OperationCanceledException exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => push.Within());
        Assert.Equal(cancel.Token, exception.CancellationToken);
        connection.SendOk(1, 2);
        await connection.ExpectNothingElseAsync(client, 3);
    }

    [Fact]
    public async Task Push_TokenCanceledBefore_SendsNothing()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => channel.PushAsync(cancellationToken: new CancellationToken(canceled: true)));

        await connection.ExpectNothingElseAsync(client, 2);
    }

    [Fact]
    public async Task Push_ConnectionLost_FailsOnceWithDisconnectedAndIsNotSentAgain()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task<ReplyFrame>[] pushes = [channel.PushAsync(), channel.PushAsync(), channel.PushAsync()];
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");

        connection.Drop();

        foreach (Task<ReplyFrame> push in pushes)
        {
            Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(push));
        }

        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(5, payload: """{"p":1}""");
        await connection.ExpectNothingElseAsync(client, 6);
    }

    [Fact]
    public async Task Push_ChannelCrashes_FailsWithChannelCrashed()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task<ReplyFrame> push = channel.PushAsync();
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");

        connection.Send("""["1","1","room:a","phx_error",{"reason":"channel_crash"}]""");

        Assert.Equal(ChannelErrorReason.ChannelCrashed, await ChannelCalls.ReasonOf(push));
    }

    [Fact]
    public async Task Push_OtherChannelCrashes_StillGetsItsReply()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task<ReplyFrame> join = client.CreateChannel("room:b").JoinAsync();
        await connection.AcceptJoinAsync(2, "room:b");
        _ = await join.Within();
        Task<ReplyFrame> push = channel.PushAsync();

        connection.Send("""["2","2","room:b","phx_error",{}]""");
        connection.SendOk(1, 3);

        Assert.Equal("ok {}", (await push.Within()).Text());
    }

    [Fact]
    public async Task Push_ServerClosesChannel_FailsWithClosedAndSoDoesTheNext()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task<ReplyFrame> push = channel.PushAsync();

        connection.Send("""["1","1","room:a","phx_close",{}]""");

        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(push));
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(channel.PushAsync()));
    }

    [Fact]
    public async Task Push_WhileJoining_IsSentAfterTheJoinInOrder()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync();
        Task<ReplyFrame>[] pushes = [channel.PushAsync("""{"n":1}"""), channel.PushAsync("""{"n":2}""")];
        Task send = channel.SendAsync("""{"n":3}""");

        await connection.AcceptJoinAsync(1);

        await connection.ExpectAsync(
            """["1","2","room:a","ping",{"n":1}]""", """["1","3","room:a","ping",{"n":2}]""", """["1","4","room:a","ping",{"n":3}]""");
        connection.SendOk(1, 2);
        connection.SendOk(1, 3);
        await Task.WhenAll([join, send, .. pushes]).Within();
    }

    [Fact]
    public async Task Push_WhileDisconnected_IsSentAfterTheRejoin()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.Drop();
        _ = await client.ChangeToAsync(SocketState.Reconnecting);

        Task<ReplyFrame> push = channel.PushAsync();
        connection = await client.ReconnectAsync();
        await connection.AcceptJoinAsync(2, payload: """{"p":1}""");

        await connection.ExpectAsync("""["2","3","room:a","ping",{}]""");
        connection.SendOk(2, 3);
        Assert.Equal("ok {}", (await push.Within()).Text());
    }

    [Fact]
    public async Task Push_TimesOutWhileItWaits_IsNotSent()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""");
        Task<ReplyFrame> shortPush = channel.PushAsync("""{"n":1}""", TimeSpan.FromSeconds(1));
        Task<ReplyFrame> longPush = channel.PushAsync("""{"n":2}""");

        client.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ChannelErrorReason.Timeout, await ChannelCalls.ReasonOf(shortPush));
        connection.SendOk(1, 1);

        await connection.ExpectAsync("""["1","2","room:a","ping",{"n":2}]""");
        connection.SendOk(1, 2);
        await Task.WhenAll(join, longPush).Within();
    }

    [Fact]
    public async Task Push_JoinIsRefused_FailsWithNotJoined()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        Task<ReplyFrame> join = channel.JoinAsync();
        Task<ReplyFrame> push = channel.PushAsync();

        connection.SendError(1, 1);

        Assert.Equal("error {}", (await join.Within()).Text());
        Assert.Equal(ChannelErrorReason.NotJoined, await ChannelCalls.ReasonOf(push));
    }

    [Fact]
    public async Task Push_TooManyWait_FailsWithBufferFullUntilThereIsRoom()
    {
        await using var client = new TestClient(options => options.MaxPendingPushes = 2);
        IClientChannel channel = client.CreateChannel();
        IClientChannel other = client.CreateChannel("room:b");
        Task<ReplyFrame> join = channel.JoinAsync();
        Task<ReplyFrame> otherJoin = other.JoinAsync();
        using var cancel = new CancellationTokenSource();
        Task<ReplyFrame> first = channel.PushAsync();
        Task<ReplyFrame> second = other.PushAsync(cancellationToken: cancel.Token);

        Assert.Equal(ChannelErrorReason.BufferFull, await ChannelCalls.ReasonOf(channel.PushAsync()));
        Assert.Equal(ChannelErrorReason.BufferFull, await ChannelCalls.ReasonOf(other.SendAsync()));

        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.Within());
        Task<ReplyFrame> third = channel.PushAsync();
        Assert.False(third.IsCompleted);
        await client.DisposeAsync();
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(first));
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(third));
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(join));
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(otherJoin));
    }

    [Fact]
    public async Task Push_NetworkBlocked_CountsUnwrittenPushes()
    {
        await using var client = new TestClient(options => options.MaxPendingPushes = 2);
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.HoldWrites();

        // The writer has taken the first push, so it no longer counts.
        Task first = channel.SendAsync();
        await connection.WriteHeld;
        Task second = channel.SendAsync();
        Task third = channel.SendAsync();
        Assert.Equal(ChannelErrorReason.BufferFull, await ChannelCalls.ReasonOf(channel.PushAsync()));
        connection.ReleaseWrites();

        await Task.WhenAll(first, second, third).Within();
        await channel.SendAsync().Within();
    }

    [Fact]
    public async Task Send_CompletesWhenItIsWritten()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.HoldWrites();

        Task send = channel.SendAsync("""{"x":1}""");
        Assert.False(send.IsCompleted);
        connection.ReleaseWrites();

        await connection.ExpectAsync("""["1","2","room:a","ping",{"x":1}]""");
        await send.Within();
    }

    [Fact]
    public async Task Send_CanceledBeforeItIsWritten_IsNotWritten()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        connection.HoldWrites();
        Task first = channel.SendAsync("""{"n":1}""");
        using var cancel = new CancellationTokenSource();
        Task second = channel.SendAsync("""{"n":2}""", cancel.Token);
        Task third = channel.SendAsync("""{"n":3}""");

        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.Within());
        connection.ReleaseWrites();

        await connection.ExpectAsync("""["1","2","room:a","ping",{"n":1}]""", """["1","4","room:a","ping",{"n":3}]""");
        await Task.WhenAll(first, third).Within();
    }

    [Fact]
    public async Task Push_ServerDoesNotKnowTheChannel_GetsTheReplyAndTheChannelRejoins()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        Task<ReplyFrame> push = channel.PushAsync();
        Task<ReplyFrame> other = channel.PushAsync();

        await connection.ExpectAsync(
            """["1","2","room:a","ping",{}]""",
            """["1","3","room:a","ping",{}]"""); // Both are written before the reply, which makes the channel rejoin.
        connection.Send("""[null,"2","room:a","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");

        Assert.Equal("""error {"reason":"unmatched topic"}""", (await push.Within()).Text());
        Assert.Equal(ChannelErrorReason.ChannelCrashed, await ChannelCalls.ReasonOf(other));
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(1));
        await connection.AcceptJoinAsync(4, payload: """{"p":1}""");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task Push_TimeoutOutOfRange_Throws(int seconds)
    {
        await using var client = new TestClient();
        (_, IClientChannel channel) = await client.JoinAsync();

        _ = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => channel.PushAsync(timeout: TimeSpan.FromSeconds(seconds)));
    }
}
