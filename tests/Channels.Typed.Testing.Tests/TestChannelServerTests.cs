using Channels.Typed.Client;
using Channels.Typed.Client.Transports;
using Channels.Typed.CompilerServices;
using Chat;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.Testing.Tests;

/// <summary>How an application tests its code with the in-memory server.</summary>
public sealed class TestChannelServerTests
{
    [Fact]
    public async Task JoinPushAndEvent_AreScripted()
    {
        #region testing-script
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket();
        await using RoomChannelClient room = socket.RoomChannel("lobby");
        var joiner = new TaskCompletionSource<Member>();
        using IDisposable subscription = room.OnMemberJoined(joiner.SetResult);

        Task<Reply<RoomSnapshot, JoinRefused>> joining = room.JoinAsync(new JoinRoom("ann"));
        TestConnection connection = await server.AcceptAsync();
        TestMessage join = await connection.ExpectJoinAsync("room:lobby");
        join.ReplyOk(new RoomSnapshot([], ["ann"]), ChatJson.Default.RoomSnapshot);

        Task<Reply<Posted, PostRefused>> posting = room.PostMessageAsync(new PostMessage("hello"));
        TestMessage push = await connection.ExpectPushAsync("room:lobby", "post_message");
        push.ReplyOk("""{"id":7}""");
        connection.Push("room:lobby", "member_joined", new Member("bob"), ChatJson.Default.Member);
        #endregion

        Assert.Equal("ann", join.Read(ChatJson.Default.JoinRoom)!.Nick);
        Assert.True((await joining.Within()).IsOk);
        Assert.Equal("""{"body":"hello"}""", push.Json);
        Assert.False(push.IsBinary);
        Assert.Equal(7, (await posting.Within()).Value.Id);
        Assert.Equal(new Member("bob"), await joiner.Task.Within());
        Assert.Equal("test", socket.TransportName);
    }

    [Fact]
    public async Task Refusals_AreTyped()
    {
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket();
        await using RoomChannelClient room = socket.RoomChannel("lobby");

        Task<Reply<RoomSnapshot, JoinRefused>> joining = room.JoinAsync(new JoinRoom("ann"));
        TestConnection connection = await server.AcceptAsync();
        (await connection.ExpectJoinAsync("room:lobby")).ReplyError(new JoinRefused.NickTaken(), ChatJson.Default.JoinRefused);

        _ = Assert.IsType<JoinRefused.NickTaken>((await joining.Within()).Error);
    }

    [Fact]
    public async Task LostConnection_ClientRejoinsByTheClockOfTheTest()
    {
        var time = new FakeTimeProvider();
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket(options =>
        {
            options.TimeProvider = time;
            options.Timeout = Timeout.InfiniteTimeSpan; // The test may move the clock faster than the client reacts.
            options.ConnectTimeout = Timeout.InfiniteTimeSpan;
        });
        var lost = new TaskCompletionSource();
        socket.StateChanged += (_, change) => _ = change.State == SocketState.Reconnecting && lost.TrySetResult();
        IClientChannel channel = socket.CreateChannel("room:a");
        TestConnection connection = await JoinAsync(server, channel);

        connection.Drop();
        await lost.Task.Within();
        await connection.Ended.Within();
        Assert.Equal(ChannelState.Errored, channel.State);

        // The reconnect delay starts after the state change is reported, so the clock is moved until the client reconnects.
        Task<TestConnection> again = server.AcceptAsync();
        while (!again.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            _ = await Task.WhenAny(
                again, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        connection = await again;
        (await connection.ExpectJoinAsync("room:a")).ReplyOk();
        Task push = channel.PushAsync(new EventName("ping"), ChannelPayload.Empty, Timeout.InfiniteTimeSpan, default);
        (await connection.ExpectPushAsync("room:a", "ping")).Reply("ok", "{}");
        await push.Within();
    }

    [Fact]
    public async Task CrashCloseAndLeave_ReachTheClient()
    {
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket(static options => options.RejoinDelays = [TimeSpan.Zero]);
        IClientChannel channel = socket.CreateChannel("room:a");
        IClientChannel other = socket.CreateChannel("room:b");
        TestConnection connection = await JoinAsync(server, channel);
        Task joining = other.JoinAsync(ChannelPayload.Empty, null, default);
        (await connection.ExpectJoinAsync("room:b")).ReplyOk();
        await joining.Within();

        connection.CrashChannel("room:a");
        (await connection.ExpectJoinAsync("room:a")).ReplyOk();
        Task leaving = other.LeaveAsync(null, default);
        (await connection.ExpectLeaveAsync("room:b")).ReplyOk();
        await leaving.Within();
        connection.CloseChannel("room:a");

        await channel.Closed.Within();
    }

    [Fact]
    public async Task Bytes_AreSeenAsBytes()
    {
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket();
        IClientChannel channel = socket.CreateChannel("room:a");
        TestConnection connection = await JoinAsync(server, channel);

        Task<ReplyFrame> push = channel.PushAsync(new EventName("file"), ChannelPayload.FromBytes(new byte[] { 1, 2 }), null, default);
        TestMessage message = await connection.ExpectPushAsync("room:a", "file");
        message.ReplyOk();

        Assert.True(message.IsBinary);
        Assert.Equal([1, 2], message.Payload.ToArray());
        Assert.Equal("ok", (await push.Within()).Status);
    }

    [Fact]
    public async Task Refused_ClientSeesTheStatusUntilItIsAccepted()
    {
        var server = new TestChannelServer();
        server.Refuse(401);
        await using ChannelSocket socket = server.CreateSocket(static options =>
        {
            options.Params.Add("user", "ann");
            options.AuthToken = "secret";
        });
        var refused = new TaskCompletionSource<int?>();
        socket.StateChanged += (_, change) =>
            _ = change.Reason == SocketStateReason.ConnectFailed && refused.TrySetResult(change.HttpStatus);
        Task connected = socket.ConnectAsync();

        Assert.Equal(401, await refused.Task.Within());
        server.AcceptAgain();

        TransportRequest request = (await server.AcceptAsync()).Request;
        await connected.Within();
        Assert.Contains("user=ann", request.WebSocketUri.Query, StringComparison.Ordinal);
        Assert.Equal("secret", request.AuthToken);
    }

    [Fact]
    public async Task Close_ClientSeesItsCode()
    {
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket();
        var closed = new TaskCompletionSource<int?>();
        socket.StateChanged += (_, change) => _ = change.Reason == SocketStateReason.ServerClosed && closed.TrySetResult(change.CloseCode);
        await socket.ConnectAsync().Within();

        (await server.AcceptAsync()).Close(4001);

        Assert.Equal(4001, await closed.Task.Within());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Heartbeats_AreAnswered_UnlessTheTestTurnsThisOff(bool isAnswered)
    {
        var time = new FakeTimeProvider();
        var server = new TestChannelServer();
        await using ChannelSocket socket = server.CreateSocket(options => options.TimeProvider = time);
        var isLost = new TaskCompletionSource();
        socket.StateChanged += (_, change) => _ = change.Reason == SocketStateReason.HeartbeatTimeout && isLost.TrySetResult();
        IClientChannel channel = socket.CreateChannel("room:a");
        TestConnection connection = await JoinAsync(server, channel);
        connection.AnswersHeartbeats = isAnswered;

        for (int i = 0; i < 4; i++)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            if (isAnswered)
            {
                // This push is answered after the heartbeat.
                Task push = channel.PushAsync(new EventName("ping"), ChannelPayload.Empty, Timeout.InfiniteTimeSpan, default);
                (await connection.ExpectPushAsync("room:a", "ping")).ReplyOk();
                await push.Within();
            }
        }

        if (isAnswered)
        {
            Assert.Equal(SocketState.Connected, socket.State);
        }
        else
        {
            await isLost.Task.Within();
        }
    }

    [Fact]
    public async Task Expectation_NotMet_ReportsWhatCame()
    {
        var server = new TestChannelServer { Patience = TimeSpan.FromMilliseconds(50) };
        await using ChannelSocket socket = server.CreateSocket();
        _ = await Assert.ThrowsAsync<TimeoutException>(() => server.AcceptAsync());
        server.Patience = Patience.Time;
        await socket.ConnectAsync().Within();
        TestConnection connection = await server.AcceptAsync();
        server.Patience = TimeSpan.FromMilliseconds(50);
        TimeoutException timeout = await Assert.ThrowsAsync<TimeoutException>(() => connection.ExpectJoinAsync("room:a"));
        server.Patience = Patience.Time;
        _ = socket.CreateChannel("room:b").JoinAsync(ChannelPayload.Empty, null, default);

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => connection.ExpectJoinAsync("room:a"));

        Assert.Contains("'phx_join' on topic 'room:a'", timeout.Message, StringComparison.Ordinal);
        Assert.Equal(
            "The test expected 'phx_join' on topic 'room:a', but the client sent 'phx_join' on topic 'room:b'.", exception.Message);
        _ = Assert.ThrowsAny<System.Text.Json.JsonException>(() => connection.Push("room:b", "posted", "{"));
    }

    private static async Task<TestConnection> JoinAsync(TestChannelServer server, IClientChannel channel)
    {
        Task joining = channel.JoinAsync(ChannelPayload.Empty, null, default);
        TestConnection connection = await server.AcceptAsync();
        (await connection.ExpectJoinAsync(channel.Topic)).ReplyOk();
        await joining.Within();
        return connection;
    }
}
