using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Tests.Recorded.Stage;

namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>Long polling, as a real Phoenix answered it.</summary>
public sealed class LongPollTests
{
    [Theory]
    [Plays("longpoll_flow.v2", IsLongPolling = true)]
    public async Task Session_JoinsPushesCrashesAndLeaves(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);
        RecordedClient ann = Create(server, "a", "user", "ann");
        RecordedClient bob = Create(server, "b", "user", "bob");
        await ann.ConnectAsync();
        await bob.ConnectAsync();

        RecordedChannel anns = await ann.JoinAsync("room:lp2", """{"nick":"ann"}""", """{"nick":"ann","room":"lp2"}""");
        RecordedChannel bobs = await bob.JoinAsync("room:lp2", """{"nick":"bob"}""", """{"nick":"bob","room":"lp2"}""");
        Assert.Equal("""ok {"sent":true}""", await anns.PushAsync("new_msg", """{"body":"hi"}"""));
        await anns.SeesAsync("""new_msg {"body":"hi"}""");
        await bobs.SeesAsync("""new_msg {"body":"hi"}""");

        Assert.Equal(["ok {}", """error {"reason":"nope"}"""], await Task.WhenAll(anns.PushAsync("bare_reply"), anns.PushAsync("error_reply")));
        await anns.FailsAsync("crash", ChannelErrorReason.ChannelCrashed);
        await anns.BecomesAsync(ChannelState.Errored, ChannelStateReason.Crashed);

        // The recorded client left before it had the answer to its second join.
        await ann.Time.RunTimerAsync(TimeSpan.FromSeconds(1));
        await anns.BecomesAsync(ChannelState.Joining, ChannelStateReason.Rejoining);
        await anns.LeaveAsync();

        await server.FinishAsync();
    }

    [Theory]
    [Plays("longpoll_expiry", IsLongPolling = true)]
    public async Task Session_TokenTooOld_IsBegunAnew(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);
        RecordedClient client = server.CreateClient(mount: "/short", configure: static options => options.Transport = SocketTransport.LongPolling);

        await client.ConnectAsync();

        SocketStateChangedEventArgs change = await client.ChangeAsync(SocketStateReason.ServerClosed);
        Assert.Equal((SocketState.Reconnecting, 3410), (change.State, change.CloseCode));
        await server.FinishAsync();
    }

    [Theory]
    [Plays("longpoll_errors", IsLongPolling = true)]
    public async Task Session_Refused_SaysTheStatus(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);
        foreach ((string token, int status) in new[] { ("refuse", 403), ("refuse_reason", 403), ("raise", 500) })
        {
            RecordedClient client = Create(server, "", "token", token);
            Task connecting = client.Socket.ConnectAsync();
            Assert.Equal(status, (await client.ChangeAsync(SocketStateReason.ConnectFailed)).HttpStatus);
            await client.DisconnectAsync();
            Assert.Equal(ChannelErrorReason.Disconnected, await Calls.ReasonOf(connecting));
        }

        await server.FinishAsync();
    }

    private static RecordedClient Create(RecordedServer server, string client, string name, string value) => server.CreateClient(client, configure: options =>
    {
        options.Transport = SocketTransport.LongPolling;
        options.Params[name] = value;
    });
}
