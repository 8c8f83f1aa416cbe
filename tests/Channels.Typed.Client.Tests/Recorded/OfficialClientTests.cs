using System.Threading.Channels;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Tests.Recorded.Player;
using Channels.Typed.Tests.Shared.RecordedApplication;

namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>
/// The recorded client is Phoenix's official JavaScript client. Our typed client sends the same frames at the same times.
/// </summary>
public sealed class OfficialClientTests
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(400);

    [Theory]
    [Plays("js_client_session.v2")]
    public async Task Session_OfTheOfficialClient_SendsTheSameFrames(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient(configure: static options =>
        {
            options.Params["user"] = "js";
            options.Params["token"] = "abc";
            options.HeartbeatInterval = HeartbeatInterval;
        });
        RoomChannelClient room = client.Socket.RoomChannel("js");
        Channel<string> seen = Channel.CreateUnbounded<string>();
        _ = room.OnNewMessage(message => _ = seen.Writer.TryWrite("new_msg " + message.Body));
        _ = room.OnWhisper(whisper => _ = seen.Writer.TryWrite($"whisper {whisper.Number}"));
        _ = room.OnBytesPushed(bytes => _ = seen.Writer.TryWrite("bin " + Convert.ToHexString(bytes.Span)));
        _ = room.OnBytesBroadcast(bytes => _ = seen.Writer.TryWrite("bin_all " + Convert.ToHexString(bytes.Span)));
        _ = room.OnRejoined(reply =>
            _ = seen.Writer.TryWrite("rejoined " + reply.Match(static joined => joined.Nick, static refused => refused.Reason)));

        Reply<RoomJoined, Refused> join = await room.JoinAsync(new JoinRoom("js")).Within();
        Assert.Equal(new RoomJoined("js", "js"), join.Match(static RoomJoined? (joined) => joined, static _ => null));
        Assert.True((await room.SendMessageAsync(new Message("hi")).Within()).IsSent);
        Assert.True((await room.WhisperReplyAsync(new Whisper(1)).Within()).IsPushed);
        Assert.Equal(new Refused("nope"), RefusalOf(await room.BeRefusedAsync().Within()));
        await room.BareReplyAsync().Within();
        Assert.Equal(new Answered(new Message(Number: 1)), await room.AnswerLaterAsync(new Message(Number: 1)).Within());
        Assert.Equal(new byte[] { 1, 2, 255 }, (await room.EchoBytesAsync(new byte[] { 1, 2, 255 }).Within()).ToArray());
        await room.PushBytesAsync().Within();
        await room.BroadcastBytesAsync().Within();
        foreach (string expected in new[] { "new_msg hi", "whisper 1", "bin 010203", "bin_all 090807FF" })
        {
            Assert.Equal(expected, await seen.Reader.ReadAsync().Within());
        }

        // From here on the clock moves as it did in the recording: the first heartbeat comes at 400 ms, and so on.
        await client.SendHeartbeatsAsync(1, HeartbeatInterval);
        client.Time.Advance(TimeSpan.FromMilliseconds(359));
        Assert.Equal(ChannelErrorReason.ChannelCrashed, await ChannelCalls.ReasonOf(room.CrashAsync()));
        await client.Time.TimerAsync(TimeSpan.FromSeconds(1));
        foreach (int milliseconds in new[] { 41, 400, 400 })
        {
            client.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            await client.Time.TimerAsync(HeartbeatInterval);
        }

        client.Time.Advance(TimeSpan.FromMilliseconds(159));
        Assert.Equal("rejoined js", await seen.Reader.ReadAsync().Within());
        client.Time.Advance(TimeSpan.FromMilliseconds(241));
        await client.Time.TimerAsync(HeartbeatInterval);

        RoomChannelClient second = client.Socket.RoomChannel("js2");
        Assert.Equal(new Refused("nick required"), RefusalOf(await second.JoinAsync(new JoinRoom("")).Within()));
        await second.LeaveAsync().Within();
        await room.LeaveAsync().Within();
        await room.Closed.Within();

        RecordedChannel presence = await client.JoinAsync("presence:js", """{"key":"js","device":"node"}""", "{}");
        await presence.ExpectPresenceAsync("diff +js:node", "state js:node");
        Assert.Equal("ok {}", await presence.PushAsync("update", """{"device":"node2"}"""));
        await presence.ExpectPresenceAsync("diff +js:node2 -js:node");
        await client.DisconnectAsync();

        Assert.False(seen.Reader.TryPeek(out _));
        await player.FinishAsync();
    }

    [Theory]
    [Plays("js_client_auth_token.v2")]
    public async Task AuthToken_OfTheOfficialClient_IsSentTheSameWay(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient(mount: "/auth", configure: static options =>
        {
            options.Params["user"] = "js";
            options.AuthToken = "good";
        });

        _ = await client.JoinAsync("bench:1", "{}", "{}");
        await client.DisconnectAsync();

        await player.FinishAsync();
    }

    private static Refused? RefusalOf<TOk>(Reply<TOk, Refused> reply) =>
        reply.Match(static _ => null, static Refused? (refused) => refused);
}
