using System.Threading.Channels;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Tests.Recorded.Contracts;
using Channels.Typed.Client.Tests.Recorded.Stage;

namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>The recorded client is the official one of Phoenix, and ours, with a contract, says the same at the same times.</summary>
public sealed class OfficialClientTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(400);

    [Theory]
    [Plays("js_client_session.v2")]
    public async Task Session_OfTheOfficialClient_IsOursToo(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);
        RecordedClient client = server.CreateClient(configure: static options =>
        {
            options.Params["user"] = "js";
            options.Params["token"] = "abc";
            options.HeartbeatInterval = Beat;
        });
        RecordedRoomClient room = client.Socket.RecordedRoom("js");
        Channel<string> seen = Channel.CreateUnbounded<string>();
        _ = room.OnNewMessage(message => _ = seen.Writer.TryWrite(message.ToString()));
        _ = room.OnWhisper(whisper => _ = seen.Writer.TryWrite(whisper.ToString()));
        _ = room.OnBytesPushed(bytes => _ = seen.Writer.TryWrite("bin " + Convert.ToHexString(bytes.Span)));
        _ = room.OnBytesBroadcast(bytes => _ = seen.Writer.TryWrite("bin_all " + Convert.ToHexString(bytes.Span)));
        _ = room.OnRejoined(reply => _ = seen.Writer.TryWrite("rejoined " + reply.Match(static joined => joined.Nick, static refused => refused.Reason)));

        Assert.Equal(new RoomJoined("js", "js"), (await room.JoinAsync(new JoinRoom("js")).Within()).Match(static RoomJoined? (joined) => joined, static _ => null));
        Assert.True((await room.SendMessageAsync(new Said("hi")).Within()).IsSent);
        Assert.True((await room.WhisperReplyAsync(new Whisper(1)).Within()).IsPushed);
        Assert.Equal(new Refused("nope"), RefusalOf(await room.BeRefusedAsync().Within()));
        await room.BareReplyAsync().Within();
        Assert.Equal(new Answered(new Numbered(1)), await room.AnswerLaterAsync(new Numbered(1)).Within());
        Assert.Equal(new byte[] { 1, 2, 255 }, (await room.EchoBytesAsync(new byte[] { 1, 2, 255 }).Within()).ToArray());
        await room.PushBytesAsync().Within();
        await room.BroadcastBytesAsync().Within();
        foreach (string expected in new[] { "Said { Body = hi }", "Whisper { W = 1 }", "bin 010203", "bin_all 090807FF" })
        {
            Assert.Equal(expected, await seen.Reader.ReadAsync().AsTask().Within());
        }

        // At 400 ms of the session, and so on: as recorded.
        await client.BeatAsync(1, Beat);
        client.Time.Advance(TimeSpan.FromMilliseconds(359));
        Assert.Equal(ChannelErrorReason.ChannelCrashed, await Calls.ReasonOf(room.CrashAsync()));
        await client.Time.TimerAsync(TimeSpan.FromSeconds(1));
        foreach (int milliseconds in new[] { 41, 400, 400 })
        {
            client.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            await client.Time.TimerAsync(Beat);
        }

        client.Time.Advance(TimeSpan.FromMilliseconds(159));
        Assert.Equal("rejoined js", await seen.Reader.ReadAsync().AsTask().Within());
        client.Time.Advance(TimeSpan.FromMilliseconds(241));
        await client.Time.TimerAsync(Beat);

        RecordedRoomClient second = client.Socket.RecordedRoom("js2");
        Assert.Equal(new Refused("nick required"), RefusalOf(await second.JoinAsync(new JoinRoom("")).Within()));
        await second.LeaveAsync().Within();
        await room.LeaveAsync().Within();
        await room.Closed.Within();

        RecordedChannel presence = await client.JoinAsync("presence:js", """{"key":"js","device":"node"}""", "{}");
        await presence.SeesPresenceAsync("diff +js:node", "state js:node");
        Assert.Equal("ok {}", await presence.PushAsync("update", """{"device":"node2"}"""));
        await presence.SeesPresenceAsync("diff +js:node2 -js:node");
        await client.DisconnectAsync();

        Assert.False(seen.Reader.TryPeek(out _));
        await server.FinishAsync();
    }

    [Theory]
    [Plays("js_client_auth_token.v2")]
    public async Task AuthToken_OfTheOfficialClient_IsOursToo(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);
        RecordedClient client = server.CreateClient(mount: "/auth", configure: static options =>
        {
            options.Params["user"] = "js";
            options.AuthToken = "good";
        });

        _ = await client.JoinAsync("bench:1", "{}", "{}");
        await client.DisconnectAsync();

        await server.FinishAsync();
    }

    private static Refused? RefusalOf<TOk>(Reply<TOk, Refused> reply) => reply.Match(static _ => null, static Refused? (refused) => refused);
}
