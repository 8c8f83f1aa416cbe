using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Tests.Recorded.Stage;

namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>How a real Phoenix took connections, refused them, and ended them.</summary>
public sealed class ConnectTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);

    [Theory]
    [Plays("connect_ok.v2")]
    public async Task Connect_WithParams_OpensAndCloses(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);
        RecordedClient client = server.CreateClient(configure: static options =>
        {
            options.Params["user"] = "ann";
            options.Params["token"] = "t";
        });

        await client.ConnectAsync();
        await client.DisconnectAsync();

        await server.FinishAsync();
    }

    [Theory]
    [Plays("connect_refused")]
    public async Task Connect_Refused_SaysTheHttpStatus(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);

        await IsRefusedAsync(server, 403, "/socket", static options => options.Params["token"] = "refuse");
        await IsRefusedAsync(server, 403, "/socket", static options => options.Params["token"] = "refuse_reason");
        await IsRefusedAsync(server, 500, "/socket", static options => options.Params["token"] = "raise");
        await IsRefusedAsync(server, 401, "/errh", static options => options.Params["token"] = "refuse_reason");
        await IsRefusedAsync(server, 403, "/socket", static options =>
        {
            options.Params["token"] = "refuse";
            options.ProtocolVersion = ProtocolVersion.V1;
        });

        await server.FinishAsync();
    }

    [Theory]
    [Plays("connect_auth_token", NeedsWebSocket = true)]
    public async Task Connect_WithAuthToken_OffersItAsRecorded(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);

        await ConnectsAsync(server, "/auth", static options => options.AuthToken = "good");
        await IsRefusedAsync(server, 403, "/auth", static options => options.AuthToken = "bad");
        await ConnectsAsync(server, "/auth", static _ => { });
        await ConnectsAsync(server, "/auth", static options => options.Subprotocols.Add("phoenix"));
        await IsRefusedAsync(server, 403, "/auth", static options => options.Subprotocols.Add("other"));
        await ConnectsAsync(server, "/auth", static options => LongPoll(options).AuthToken = "good");
        await IsRefusedAsync(server, 403, "/auth", static options => LongPoll(options).AuthToken = "bad");
        await ConnectsAsync(server, "/auth", static options => _ = LongPoll(options));

        await server.FinishAsync();
    }

    [Theory]
    [Plays("connect_origin", NeedsWebSocket = true)]
    public async Task Connect_WithAnOrigin_SendsTheHeader(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);

        foreach ((string? origin, bool isAllowed) in new[]
        {
            (null, true), ("https://example.com", true), ("http://example.com", false), ("https://example.com:8443", false), ("https://a.example.org", true),
            ("http://b.c.example.org:99", true), ("https://example.org", true), ("https://evil.test", false), ("null", false),
        })
        {
            await (isAllowed ? ConnectsAsync(server, "/origin", HasOrigin) : IsRefusedAsync(server, 403, "/origin", HasOrigin));

            void HasOrigin(ChannelSocketOptions options)
            {
                if (origin is not null)
                {
                    options.Headers["Origin"] = origin;
                }
            }
        }

        await IsRefusedAsync(server, 403, "/origin", static options => LongPoll(options).Headers["Origin"] = "https://evil.test");
        await ConnectsAsync(server, "/origin", static options => LongPoll(options).Headers["Origin"] = "https://example.com");
        await server.FinishAsync();
    }

    [Theory]
    [Plays("connect_vsn")]
    public async Task Connect_InEachVersion_IsAnsweredInIt(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);
        foreach (ProtocolVersion version in new[] { ProtocolVersion.V2, ProtocolVersion.V1 })
        {
            RecordedClient client = server.CreateClient(configure: options => options.ProtocolVersion = version);
            await client.ConnectAsync();
            await client.BeatAsync(1, Beat);
            await client.DisconnectAsync();
        }

        await server.FinishAsync();
    }

    [Theory]
    [Plays("heartbeat.v2")]
    public async Task Heartbeat_Answered_IsFollowedByTheNext(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);
        RecordedClient client = server.CreateClient();
        await client.ConnectAsync();

        await client.BeatAsync(2, Beat);

        await server.FinishAsync();
    }

    [Theory]
    [Plays("timeout_short.v2")]
    public async Task ServerClosesWhatIsSilent_TheClientConnectsAgain(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);
        RecordedClient client = server.CreateClient(mount: "/short", configure: static options => options.HeartbeatInterval = TimeSpan.FromSeconds(1));
        await client.ConnectAsync();
        await client.Time.TimerAsync(TimeSpan.FromSeconds(1)); // The first heartbeat is not due before the server has lost patience.

        SocketStateChangedEventArgs change = await client.ChangeAsync(SocketStateReason.ServerClosed);
        Assert.Equal((SocketState.Reconnecting, 1002), (change.State, change.CloseCode));
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10)); // The first wait before another attempt.
        _ = await client.ChangeAsync(SocketStateReason.Opened);
        await client.BeatAsync(3, TimeSpan.FromSeconds(1));

        change = await client.ChangeAsync(SocketStateReason.ServerClosed);
        Assert.Equal(1002, change.CloseCode);
        await server.FinishAsync();
    }

    [Theory]
    [Plays("client_close")]
    public async Task Disconnect_WithEachCode_IsACloseThatTheServerAnswers(string recording, Over over)
    {
        await using RecordedServer server = await RecordedServer.StartAsync(recording, over);
        await ConnectsAsync(server, "/socket", static _ => { });
        foreach (int code in new[] { 1000, 3000, 4000, 4999 })
        {
            RecordedClient client = server.CreateClient();
            await client.ConnectAsync();
            await client.Socket.DisconnectAsync(code, "why").Within();
        }

        await server.FinishAsync();
    }

    private static ChannelSocketOptions LongPoll(ChannelSocketOptions options)
    {
        options.Transport = SocketTransport.LongPolling;
        return options;
    }

    private static async Task ConnectsAsync(RecordedServer server, string mount, Action<ChannelSocketOptions> configure)
    {
        RecordedClient client = server.CreateClient(mount: mount, configure: configure);
        await client.ConnectAsync();
        await client.DisconnectAsync();
    }

    private static async Task IsRefusedAsync(RecordedServer server, int status, string mount, Action<ChannelSocketOptions> configure)
    {
        RecordedClient client = server.CreateClient(mount: mount, configure: configure);
        Task connecting = client.Socket.ConnectAsync();
        SocketStateChangedEventArgs failure = await client.ChangeAsync(SocketStateReason.ConnectFailed);
        await client.DisconnectAsync();

        Assert.Equal(status, failure.HttpStatus);
        Assert.Equal(ChannelErrorReason.Disconnected, await Calls.ReasonOf(connecting));
    }
}
