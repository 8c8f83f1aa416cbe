using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Tests.Recorded.Player;

namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>Pushes, replies and broadcasts of Phoenix.</summary>
public sealed class EventTests
{
    private const string AnyJoined = """{"nick":"n","room":"lobby"}""";
    private const string Any = """{"nick":"n"}""";

    [Theory]
    [Plays("new_msg_two_clients.v2")]
    [Plays("new_msg_two_clients.v1")]
    public async Task Broadcast_ReachesBothClients_AndTheReplyTheSender(string recording, Carrier carrier)
    {
        const string payload = """{"body":"hello","n":[1,2.5,null,true,"é✓"]}""";
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient ann = player.CreateClient("a", configure: options => options.ProtocolVersion = Versions.Of(recording));
        RecordedClient bob = player.CreateClient("b", configure: options => options.ProtocolVersion = Versions.Of(recording));
        await ann.ConnectAsync();
        await bob.ConnectAsync();
        RecordedChannel anns = await ann.JoinAsync("room:lobby", """{"nick":"ann"}""", """{"nick":"ann","room":"lobby"}""");
        RecordedChannel bobs = await bob.JoinAsync("room:lobby", """{"nick":"bob"}""", """{"nick":"bob","room":"lobby"}""");

        Assert.Equal("""ok {"sent":true}""", await anns.PushAsync("new_msg", """{"body":"hi"}"""));
        Assert.Equal("""ok {"sent":true}""", await bobs.PushAsync("new_msg", payload));
        foreach (RecordedChannel room in new[] { anns, bobs })
        {
            await room.ExpectEventsAsync("""new_msg {"body":"hi"}""", $"new_msg {payload}");
        }

        Assert.Equal("""ok {"pushed":true}""", await anns.PushAsync("whisper_reply", """{"w":1}"""));
        await anns.ExpectEventsAsync("""whisper {"w":1}""");
        await ann.DisconnectAsync();
        Assert.Equal("""ok {"sent":true}""", await bobs.PushAsync("new_msg", """{"body":"alone"}"""));
        await bobs.ExpectEventsAsync("""new_msg {"body":"alone"}""");
        await bob.DisconnectAsync();

        anns.ExpectNoMoreEvents();
        await player.FinishAsync();
    }

    [Theory]
    [Plays("broadcast_from.v2")]
    public async Task BroadcastFrom_ReachesAllButTheSender(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient ann = player.CreateClient("a");
        RecordedClient bob = player.CreateClient("b");
        await ann.ConnectAsync();
        await bob.ConnectAsync();
        RecordedChannel anns = await ann.JoinAsync("room:lobby", Any, AnyJoined);
        RecordedChannel bobs = await bob.JoinAsync("room:lobby", Any, AnyJoined);

        Assert.Equal("""ok {"sent":true}""", await anns.PushAsync("new_msg_from", """{"body":"hi"}"""));
        RecordedChannel other = await ann.JoinAsync("room:other", """{"nick":"o"}""", """{"nick":"o","room":"other"}""");
        Assert.Equal("ok {}", await other.PushAsync("endpoint_broadcast", """{"topic":"room:lobby","event":"sys","payload":{"z":1}}"""));
        await anns.ExpectEventsAsync("""sys {"z":1}""");
        await bobs.ExpectEventsAsync("""new_msg {"body":"hi"}""", """sys {"z":1}""");

        RecordedChannel bench = ann.Channel("bench:x", "{}");
        RecordedChannel bobsBench = bob.Channel("bench:x", "{}");
        Assert.Equal(["ok {}", "ok {}"], await Task.WhenAll(bench.JoinAsync(), bobsBench.JoinAsync()));
        await bench.SendAsync("shout_from", """{"k":1}""");
        await bench.SendAsync("shout", """{"k":2}""");
        await bench.SendAsync("cast", """{"k":3}""");
        Assert.Equal("""ok {"k":4}""", await bench.PushAsync("echo", """{"k":4}"""));
        await bench.ExpectEventsAsync("""shout {"k":2}""");
        await bobsBench.ExpectEventsAsync("""shout_from {"k":1}""", """shout {"k":2}""");

        Assert.All([anns, bobs, other, bench, bobsBench], static channel => channel.ExpectNoMoreEvents());
        await player.FinishAsync();
    }

    [Theory]
    [Plays("intercept.v2")]
    public async Task InterceptedBroadcast_ReachesEachClientWithItsOwnPayload(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        var rooms = new List<RecordedChannel>();
        foreach ((string letter, string nick) in new[] { ("a", "ann"), ("b", "bob"), ("c", "cat") })
        {
            RecordedClient client = player.CreateClient(letter);
            await client.ConnectAsync();
            rooms.Add(client.Channel("room:lobby", $$"""{"nick":"{{nick}}"}"""));
        }

        string[] replies = await Task.WhenAll(rooms.Select(static room => room.JoinAsync()));
        Assert.All(replies, static reply => Assert.StartsWith("ok ", reply, StringComparison.Ordinal));

        await rooms[0].SendAsync("private", """{"body":"psst"}""");

        await rooms[1].ExpectEventsAsync("""private {"body":"psst","from":"ann","to":"bob"}""");
        await rooms[2].ExpectEventsAsync("""private {"body":"psst","from":"ann","to":"cat"}""");
        rooms[0].ExpectNoMoreEvents();
        await player.FinishAsync();
    }

    [Theory]
    [Plays("binary.v2")]
    public async Task Binary_PushReplyAndBroadcast_AreBytes(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient ann = player.CreateClient("a");
        RecordedClient bob = player.CreateClient("b");
        await ann.ConnectAsync();
        await bob.ConnectAsync();
        RecordedChannel room = ann.Channel("room:lobby", Any);
        RecordedChannel bobs = bob.Channel("room:lobby", Any);
        _ = await Task.WhenAll(room.JoinAsync(), bobs.JoinAsync());

        Assert.Equal("ok 0x000102feff", await room.PushBytesAsync("bin", 0, 1, 2, 254, 255));
        Assert.Equal("ok 0x", await room.PushBytesAsync("bin"));
        Assert.Equal("error 0x65", await room.PushBytesAsync("bin_error", 0x65));
        Assert.Equal("""ok {"len":300}""", await room.PushBytesAsync("bin_len", [.. Enumerable.Repeat((byte)7, 300)]));
        Assert.Equal("""ok {"not_binary":{"j":1}}""", await room.PushAsync("bin", """{"j":1}"""));
        await room.SendAsync("push_bin");
        Assert.Equal("ok {}", await room.PushAsync("broadcast_bin"));
        await room.ExpectEventsAsync("bin 0x010203", "bin_all 0x090807ff");
        await bobs.ExpectEventsAsync("bin_all 0x090807ff");

        RecordedChannel bench = ann.Channel("bench:x", "{}");
        RecordedChannel bobsBench = bob.Channel("bench:x", "{}");
        _ = await Task.WhenAll(bench.JoinAsync(), bobsBench.JoinAsync());
        await bench.SendBytesAsync("shout", "abc"u8.ToArray());
        Assert.Equal("ok 0x616263", await bench.PushBytesAsync("echo", "abc"u8.ToArray()));
        await bench.SendBytesAsync("shout_from", "xyz"u8.ToArray());
        await bench.ExpectEventsAsync("shout 0x616263");
        await bobsBench.ExpectEventsAsync("shout 0x616263", "shout_from 0x78797a");

        UntypedChannelClient binaryJoin = ann.Socket.Channel("bench:bj", ChannelPayload.FromBytes("{}"u8.ToArray()));
        Assert.True((await binaryJoin.JoinAsync().Within()).IsOk);
        Assert.Equal("""ok {"x":1}""", (await binaryJoin.PushAsync("echo", ChannelPayload.FromJson("""{"x":1}""")).Within()).ToString());
        RecordedChannel accented = await ann.JoinAsync("room:é", Any, """{"nick":"n","room":"é"}""");
        Assert.Equal("ok 0x75", await accented.PushBytesAsync("bin", "u"u8.ToArray()));

        Assert.All([room, bobs, bench, bobsBench], static channel => channel.ExpectNoMoreEvents());
        await player.FinishAsync();
    }

    [Theory]
    [Plays("replies.v2")]
    [Plays("replies.v1")]
    public async Task Reply_OfEachKind_IsTheOutcome(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient(configure: options => options.ProtocolVersion = Versions.Of(recording));
        RecordedChannel room = await client.JoinAsync("room:lobby", """{"nick":"ann"}""", """{"nick":"ann","room":"lobby"}""");

        Assert.Equal("""error {"reason":"nope"}""", await room.PushAsync("error_reply"));
        Assert.Equal("ok {}", await room.PushAsync("bare_reply"));
        Assert.Equal("error {}", await room.PushAsync("bare_error"));
        await room.SendAsync("noreply");
        Assert.Equal("""custom {"a":1}""", await room.PushAsync("custom_reply", """{"a":1}"""));
        foreach (string payload in new[] { "{}", """{"a":{"b":[]}}""", "[1,2]", "\"text\"", "3", "1.5" })
        {
            Assert.Equal($"ok {payload}", await room.PushAsync("echo", payload));
        }

        Assert.Equal("ok 1.0e21", await room.PushAsync("echo", "1e+21"));
        foreach (string payload in new[] { "true", "null", "{\"k\\\"\\\\/\u2028\\u0000\":\"<é&>\"}" })
        {
            Assert.Equal($"ok {payload}", await room.PushAsync("echo", payload));
        }

        Assert.Equal("""ok {"id":null,"join_ref":"1"}""", await room.PushAsync("join_ref"));
        await client.DisconnectAsync();
        await player.FinishAsync();
    }
}
