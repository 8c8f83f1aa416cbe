using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Tests.Recorded.Player;

namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>How channels and connections ended with Phoenix.</summary>
public sealed class EndTests
{
    private const string Joined = """{"nick":"ann","room":"lobby"}""";
    private const string Ann = """{"nick":"ann"}""";

    [Theory]
    [Plays("leave.v2")]
    public async Task Leave_Answered_ClosesTheChannel_WhichCanJoinAgain(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedChannel room = await player.CreateClient().JoinAsync("room:lobby", Ann, Joined);

        await room.LeaveAsync();
        await room.ExpectStateAsync(ChannelState.Closed, ChannelStateReason.Left);
        await room.ExpectFailureAsync("new_msg", ChannelErrorReason.Closed);
        await room.LeaveAsync(); // Sends nothing.
        Assert.Equal($"ok {Joined}", await room.JoinAsync());

        await player.FinishAsync();
    }

    [Theory]
    [Plays("async_replies.v2")]
    public async Task Leave_BeforeTheReply_FailsThePush(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedChannel room = await player.CreateClient().JoinAsync("room:lobby", Ann, Joined);

        string[] replies = await Task.WhenAll(
            room.PushAsync("async", """{"n":1}"""), room.PushAsync("bare_reply"), room.PushAsync("async", """{"n":2}"""));
        Assert.Equal(["""ok {"async":{"n":1}}""", "ok {}", """ok {"async":{"n":2}}"""], replies);
        Task<string> late = room.PushAsync("async", """{"n":3}""");
        await player.WaitForFrameAsync("""["1","5","room:lobby","async",{"n":3}]""");
        await room.LeaveAsync();

        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(late));
        await player.FinishAsync();
    }

    [Theory]
    [Plays("stop.v2")]
    public async Task Stop_OfEachKind_ClosesTheChannelOrMakesItRejoin(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient();
        RecordedChannel room = await client.JoinAsync("room:lobby", Ann, Joined);

        Assert.Equal("""ok {"bye":true}""", await room.PushAsync("stop"));
        await room.ExpectStateAsync(ChannelState.Closed, ChannelStateReason.ClosedByServer);
        foreach (string stop in new[] { "stop_noreply", "stop_shutdown" })
        {
            Assert.Equal($"ok {Joined}", await room.JoinAsync());
            await room.ExpectFailureAsync(stop, ChannelErrorReason.Closed);
            await room.ExpectStateAsync(ChannelState.Closed, ChannelStateReason.ClosedByServer);
        }

        Assert.Equal($"ok {Joined}", await room.JoinAsync());
        Assert.Equal("""ok {"bye":true}""", await room.PushAsync("stop_boom"));
        await room.ExpectStateAsync(ChannelState.Errored, ChannelStateReason.Crashed);
        await client.RejoinAsync(room);

        Assert.Equal("ok {}", await room.PushAsync("stop_later"));
        await room.ExpectStateAsync(ChannelState.Closed, ChannelStateReason.ClosedByServer);
        await room.ExpectFailureAsync("bare_reply", ChannelErrorReason.Closed);

        Assert.Equal($"ok {Joined}", await room.JoinAsync());
        Task<string> stopping = room.PushAsync("stop");
        Task<string> behind = room.PushAsync("bare_reply");
        Assert.Equal("""ok {"bye":true}""", await stopping);
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(behind));
        await player.FinishAsync();
    }

    [Theory]
    [Plays("crash.v2")]
    public async Task Crash_OfEachKind_FailsWaitingPushes_AndTheChannelRejoins(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient();
        RecordedChannel room = await client.JoinAsync("room:lobby", Ann, Joined);

        foreach (string crash in new[] { "crash", "exit", "throw", "bad_return" })
        {
            await room.ExpectFailureAsync(crash, ChannelErrorReason.ChannelCrashed);
            await room.ExpectStateAsync(ChannelState.Errored, ChannelStateReason.Crashed);
            await client.RejoinAsync(room);
        }

        Assert.Equal("ok {}", await room.PushAsync("bare_reply"));
        Task<string>[] pipelined = [room.PushAsync("crash"), room.PushAsync("bare_reply"), room.PushAsync("bare_reply")];
        foreach (Task<string> push in pipelined)
        {
            Assert.Equal(ChannelErrorReason.ChannelCrashed, await ChannelCalls.ReasonOf(push));
        }

        await client.RejoinAsync(room);
        Task<string> last = room.PushAsync("crash");
        await player.WaitForFrameAsync("""["15","16","room:lobby","crash",{}]""");
        await room.LeaveAsync(); // The crash completes the leave; the reply to it never comes.
        Assert.Equal(ChannelErrorReason.Closed, await ChannelCalls.ReasonOf(last));
        await room.ExpectStateAsync(ChannelState.Closed, ChannelStateReason.Left);
        await player.FinishAsync();
    }

    [Theory]
    [Plays("unknown_event.v2")]
    public async Task UnknownEvent_CrashesOnlyTheChannelOfTheSender(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient ann = player.CreateClient("a");
        RecordedClient bob = player.CreateClient("b");
        await ann.ConnectAsync();
        await bob.ConnectAsync();
        RecordedChannel room = ann.Channel("room:lobby", """{"nick":"n"}""", """{"nick":"again"}""");
        RecordedChannel other = bob.Channel("room:lobby", """{"nick":"n"}""");
        string[] joins = await Task.WhenAll(room.JoinAsync(), other.JoinAsync());
        Assert.All(joins, static reply => Assert.Equal("""ok {"nick":"n","room":"lobby"}""", reply));

        await room.ExpectFailureAsync("nope", ChannelErrorReason.ChannelCrashed);
        await room.ExpectStateAsync(ChannelState.Errored, ChannelStateReason.Crashed);
        Assert.Equal("ok {}", await other.PushAsync("bare_reply"));
        await ann.RejoinAsync(room);

        Assert.Equal("ok {}", await room.PushAsync("bare_reply"));
        await player.FinishAsync();
    }

    [Theory]
    [Plays("disconnect.v2")]
    public async Task Disconnect_OfAUser_ClosesAllSocketsOfThatUser(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient[] clients = [.. "abc".Select(letter => player.CreateClient(
            letter.ToString(), configure: options => options.Params["user"] = letter == 'c' ? "cat" : "ann"))];
        foreach (RecordedClient client in clients)
        {
            await client.ConnectAsync();
        }

        RecordedChannel[] rooms = [.. clients.Select(static client => client.Channel("room:lobby", """{"nick":"n"}"""))];
        _ = await Task.WhenAll(rooms.Select(static room => room.JoinAsync()));

        await rooms[0].SendAsync("disconnect");

        foreach (RecordedClient closed in clients[..2])
        {
            SocketStateChangedEventArgs change = await closed.ChangeAsync(SocketStateReason.ServerClosed);
            Assert.Equal((SocketState.Reconnecting, 1001), (change.State, change.CloseCode));
        }

        await rooms[1].ExpectStateAsync(ChannelState.Errored, ChannelStateReason.ConnectionLost);
        Assert.Equal("ok {}", await rooms[2].PushAsync("bare_reply"));
        await player.FinishAsync();
    }
}
