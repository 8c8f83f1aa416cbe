using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Tests.Recorded.Player;

namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>Long polling with the responses of Phoenix.</summary>
public sealed class LongPollTests
{
    [Theory]
    [Plays("longpoll_flow.v2", IsLongPolling = true)]
    public async Task Session_JoinsPushesCrashesAndLeaves(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient ann = Create(player, "a", "user", "ann");
        RecordedClient bob = Create(player, "b", "user", "bob");
        await ann.ConnectAsync();
        await bob.ConnectAsync();

        RecordedChannel anns = await ann.JoinAsync("room:lp2", """{"nick":"ann"}""", """{"nick":"ann","room":"lp2"}""");
        RecordedChannel bobs = await bob.JoinAsync("room:lp2", """{"nick":"bob"}""", """{"nick":"bob","room":"lp2"}""");
        Assert.Equal("""ok {"sent":true}""", await anns.PushAsync("new_msg", """{"body":"hi"}"""));
        await anns.ExpectEventsAsync("""new_msg {"body":"hi"}""");
        await bobs.ExpectEventsAsync("""new_msg {"body":"hi"}""");

        string[] replies = await Task.WhenAll(anns.PushAsync("bare_reply"), anns.PushAsync("error_reply"));
        Assert.Equal(["ok {}", """error {"reason":"nope"}"""], replies);
        await anns.ExpectFailureAsync("crash", ChannelErrorReason.ChannelCrashed);
        await anns.ExpectStateAsync(ChannelState.Errored, ChannelStateReason.Crashed);

        // The recorded client left before the reply to its second join arrived.
        await ann.Time.RunTimerAsync(TimeSpan.FromSeconds(1));
        await anns.ExpectStateAsync(ChannelState.Joining, ChannelStateReason.Rejoining);
        await anns.LeaveAsync();

        await player.FinishAsync();
    }

    [Theory]
    [Plays("longpoll_expiry", IsLongPolling = true)]
    public async Task Session_TokenTooOld_ClientReconnects(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient(
            mount: "/short", configure: static options => options.Transport = SocketTransport.LongPolling);

        await client.ConnectAsync();

        SocketStateChangedEventArgs change = await client.ChangeAsync(SocketStateReason.ServerClosed);
        Assert.Equal((SocketState.Reconnecting, 3410), (change.State, change.CloseCode));
        await player.FinishAsync();
    }

    [Theory]
    [Plays("longpoll_errors", IsLongPolling = true)]
    public async Task Session_Refused_ReportsTheStatus(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        foreach ((string token, int status) in new[] { ("refuse", 403), ("refuse_reason", 403), ("raise", 500) })
        {
            RecordedClient client = Create(player, "", "token", token);
            Task connecting = client.Socket.ConnectAsync();
            Assert.Equal(status, (await client.ChangeAsync(SocketStateReason.ConnectFailed)).HttpStatus);
            await client.DisconnectAsync();
            Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(connecting));
        }

        await player.FinishAsync();
    }

    private static RecordedClient Create(RecordingPlayer player, string client, string name, string value) => player.CreateClient(
        client,
        configure: options =>
        {
            options.Transport = SocketTransport.LongPolling;
            options.Params[name] = value;
        });
}
