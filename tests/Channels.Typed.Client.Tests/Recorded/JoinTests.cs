using System.Globalization;
using Channels.Typed.Client.Tests.Recorded.Player;

namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>Joins and the replies of Phoenix.</summary>
public sealed class JoinTests
{
    [Theory]
    [Plays("join_ok.v2")]
    [Plays("join_ok.v1")]
    public async Task Join_Accepted_ReturnsTheReply_AndEventsFollow(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient(configure: options => options.ProtocolVersion = Versions.Of(recording));

        _ = await client.JoinAsync("room:lobby", """{"nick":"ann"}""", """{"nick":"ann","room":"lobby"}""");
        RecordedChannel greeted = await client.JoinAsync(
            "room:greet", """{"nick":"bob","greet":true}""", """{"nick":"bob","room":"greet"}""");
        await greeted.ExpectEventsAsync("""greeting {"hello":"bob"}""");
        _ = await client.JoinAsync("bench:1", "{}", "{}");
        _ = await client.JoinAsync("exact", "{}", "{}");
        _ = await client.JoinAsync("room:", """{"nick":"c"}""", """{"nick":"c","room":""}""");
        await client.DisconnectAsync();

        await player.FinishAsync();
    }

    [Theory]
    [Plays("join_error.v2")]
    public async Task Join_Refused_ReturnsTheReason_AndCanBeRepeated(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient();
        RecordedChannel room = client.Channel("room:lobby", """{"nick":""}""", """{"nick":"ann"}""");

        Assert.Equal("""error {"reason":"nick required"}""", await room.JoinAsync());
        await room.ExpectStateAsync(ChannelState.Closed, ChannelStateReason.JoinRefused);
        await room.ExpectFailureAsync("new_msg", ChannelErrorReason.NotJoined);
        Assert.Equal("""ok {"nick":"ann","room":"lobby"}""", await room.JoinAsync());
        await client.DisconnectAsync();

        await player.FinishAsync();
    }

    [Theory]
    [Plays("join_raise.v2")]
    public async Task Join_Raises_IsRefused_AndCanBeRepeated(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient();
        RecordedChannel room = client.Channel("room:lobby", """{"raise":true}""", """{"nick":"ann"}""");

        Assert.Equal("""error {"reason":"join crashed"}""", await room.JoinAsync());
        Assert.Equal("""ok {"nick":"ann","room":"lobby"}""", await room.JoinAsync());
        await client.DisconnectAsync();

        await player.FinishAsync();
    }

    [Theory]
    [Plays("join_unmatched.v2")]
    public async Task Join_UnmatchedTopic_IsRefused(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient();

        foreach (string topic in new[] { "nosuch:1", "roomx", "exact:more" })
        {
            Assert.Equal("""error {"reason":"unmatched topic"}""", await client.Channel(topic, "{}").JoinAsync());
        }

        await client.SendHeartbeatsAsync(1, TimeSpan.FromSeconds(30));
        await client.DisconnectAsync();

        await player.FinishAsync();
    }

    [Theory]
    [Plays("join_payloads.v2")]
    public async Task Join_PayloadThatIsNoObject_IsSentAsItIs(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient();

        int echo = 7;
        foreach ((string topic, string payload) in new[]
        {
            ("bench:p6", "null"), ("bench:p7", "[1,2]"), ("bench:p8", "\"str\""), ("bench:p9", "1"),
        })
        {
            RecordedChannel bench = await client.JoinAsync(topic, payload, "{}");
            string sent = string.Create(CultureInfo.InvariantCulture, $$"""{"i":{{echo++}}}""");
            Assert.Equal($"ok {sent}", await bench.PushAsync("echo", sent));
        }

        await player.FinishAsync();
    }

    [Theory]
    [Plays("max_channels")]
    public async Task Join_MoreTopicsThanAllowed_IsRefusedUntilOneIsLeft(string recording, Carrier carrier)
    {
        const string tooMany = """error {"reason":"too many channels joined"}""";
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient two = player.CreateClient(mount: "/two");
        RecordedChannel first = await two.JoinAsync("bench:1", "{}", "{}");
        _ = await two.JoinAsync("bench:2", "{}", "{}");
        RecordedChannel third = two.Channel("bench:3", "{}");
        Assert.Equal(tooMany, await third.JoinAsync());
        await first.LeaveAsync();
        Assert.Equal("ok {}", await third.JoinAsync());
        await two.DisconnectAsync();

        RecordedClient many = player.CreateClient();
        await many.ConnectAsync();
        Task<string>[] joins = [.. Enumerable.Range(0, 102).Select(i => many.Channel($"bench:{i}", "{}").JoinAsync())];
        string[] replies = await Task.WhenAll(joins);
        await many.DisconnectAsync();

        Assert.All(replies[..100], static reply => Assert.Equal("ok {}", reply));
        Assert.Equal([tooMany, tooMany], replies[100..]);
        await player.FinishAsync();
    }
}
