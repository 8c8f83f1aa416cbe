using Channels.Typed.Client.Tests.Recorded.Player;

namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>Presence. Its messages are ordinary events to the client.</summary>
public sealed class PresenceTests
{
    private const string Topic = "presence:lobby";

    [Theory]
    [Plays("presence.v2")]
    public async Task Presence_OfThreeClients_ReachesEachClient(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient ann = player.CreateClient("a");
        RecordedClient bob = player.CreateClient("b");
        RecordedClient cat = player.CreateClient("c");
        await ann.ConnectAsync();
        await bob.ConnectAsync();
        await cat.ConnectAsync();

        RecordedChannel anns = ann.Channel(Topic, """{"key":"ann","device":"phone"}""", """{"key":"ann","device":"phone2"}""");
        Assert.Equal("ok {}", await anns.JoinAsync());
        RecordedChannel bobs = bob.Channel(Topic, """{"key":"bob","device":"tv"}""", "{}");
        Assert.Equal("ok {}", await bobs.JoinAsync());
        RecordedChannel cats = await cat.JoinAsync(Topic, """{"key":"ann","device":"laptop"}""", "{}");
        await anns.ExpectPresenceAsync("diff +ann:phone", "state ann:phone", "diff +bob:tv", "diff +ann:laptop");
        await bobs.ExpectPresenceAsync("diff +bob:tv", "state ann:phone bob:tv", "diff +ann:laptop");
        await cats.ExpectPresenceAsync("diff +ann:laptop", "state ann:phone,laptop bob:tv");

        Assert.Contains("laptop", await bobs.PushAsync("list"), StringComparison.Ordinal);
        Assert.Equal("ok {}", await cats.PushAsync("update", """{"device":"desk"}"""));
        Assert.Equal("ok {}", await anns.PushAsync("track", """{"key":"room-bot","device":"bot"}"""));
        Assert.Equal("""ok {"result":":error"}""", await anns.PushAsync("track_again"));
        Assert.Equal("ok {}", await bobs.PushAsync("untrack"));
        Assert.Equal("ok {}", await bobs.PushAsync("untrack"));
        foreach (RecordedChannel channel in new[] { anns, bobs, cats })
        {
            await channel.ExpectPresenceAsync("diff +ann:desk -ann:laptop", "diff +room-bot:bot", "diff -bob:tv");
        }

        await anns.LeaveAsync();
        Assert.Equal("ok {}", await anns.JoinAsync());
        await anns.ExpectPresenceAsync("diff +ann:phone2", "state ann:desk,phone2");
        foreach (RecordedChannel channel in new[] { bobs, cats })
        {
            await channel.ExpectPresenceAsync("diff -ann:phone -room-bot:bot", "diff +ann:phone2");
        }

        // The connection of the third client breaks.
        player.AllowDrop();
        await cats.ExpectStateAsync(ChannelState.Errored, ChannelStateReason.ConnectionLost);
        await anns.ExpectPresenceAsync("diff -ann:desk");
        await bobs.ExpectPresenceAsync("diff -ann:desk");

        await anns.ExpectFailureAsync("crash", ChannelErrorReason.ChannelCrashed);
        await bobs.ExpectPresenceAsync("diff -ann:phone2");
        await ann.DisconnectAsync();
        Assert.Equal("ok {}", await bobs.PushAsync("list"));

        // The channel crashes just after its join.
        await bobs.LeaveAsync();
        Assert.Equal("ok {}", await bobs.JoinAsync());
        await bobs.ExpectStateAsync(ChannelState.Errored, ChannelStateReason.Crashed);

        Assert.All([anns, bobs, cats], static channel => channel.ExpectNoMoreEvents());
        await player.FinishAsync();
    }

    [Theory]
    [Plays("longpoll_presence.v2", IsLongPolling = true)]
    public async Task Presence_OverLongPolling_ReachesEachClient(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient ann = player.CreateClient("a", configure: static options => options.Transport = SocketTransport.LongPolling);
        RecordedClient bob = player.CreateClient("b", configure: static options => options.Transport = SocketTransport.LongPolling);
        await ann.ConnectAsync();
        await bob.ConnectAsync();

        RecordedChannel anns = await ann.JoinAsync("presence:lp", """{"key":"ann","device":"phone"}""", "{}");
        RecordedChannel bobs = await bob.JoinAsync("presence:lp", """{"key":"bob","device":"tv"}""", "{}");
        await bobs.ExpectPresenceAsync("diff +bob:tv", "state ann:phone bob:tv");
        await bobs.LeaveAsync();

        await anns.ExpectPresenceAsync("diff +ann:phone", "state ann:phone", "diff +bob:tv", "diff -bob:tv");
        await player.FinishAsync();
    }
}
