using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Tests.Recorded.Player;

namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>How Phoenix accepted, refused, and closed connections.</summary>
public sealed class ConnectTests
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(30);

    [Theory]
    [Plays("connect_ok.v2")]
    public async Task Connect_WithParams_OpensAndCloses(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient(configure: static options =>
        {
            options.Params["user"] = "ann";
            options.Params["token"] = "t";
        });

        await client.ConnectAsync();
        await client.DisconnectAsync();

        await player.FinishAsync();
    }

    [Theory]
    [Plays("connect_refused")]
    public async Task Connect_Refused_ReportsTheHttpStatus(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);

        await ExpectRefusalAsync(player, 403, "/socket", static options => options.Params["token"] = "refuse");
        await ExpectRefusalAsync(player, 403, "/socket", static options => options.Params["token"] = "refuse_reason");
        await ExpectRefusalAsync(player, 500, "/socket", static options => options.Params["token"] = "raise");
        await ExpectRefusalAsync(player, 401, "/errh", static options => options.Params["token"] = "refuse_reason");
        await ExpectRefusalAsync(player, 403, "/socket", static options =>
        {
            options.Params["token"] = "refuse";
            options.ProtocolVersion = ProtocolVersion.V1;
        });

        await player.FinishAsync();
    }

    [Theory]
    [Plays("connect_auth_token", NeedsWebSocket = true)]
    public async Task Connect_WithAuthToken_SendsItAsRecorded(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);

        await ConnectAndDisconnectAsync(player, "/auth", static options => options.AuthToken = "good");
        await ExpectRefusalAsync(player, 403, "/auth", static options => options.AuthToken = "bad");
        await ConnectAndDisconnectAsync(player, "/auth", static _ => { });
        await ConnectAndDisconnectAsync(player, "/auth", static options => options.Subprotocols.Add("phoenix"));
        await ExpectRefusalAsync(player, 403, "/auth", static options => options.Subprotocols.Add("other"));
        await ConnectAndDisconnectAsync(player, "/auth", static options => LongPoll(options).AuthToken = "good");
        await ExpectRefusalAsync(player, 403, "/auth", static options => LongPoll(options).AuthToken = "bad");
        await ConnectAndDisconnectAsync(player, "/auth", static options => _ = LongPoll(options));

        await player.FinishAsync();
    }

    [Theory]
    [Plays("connect_origin", NeedsWebSocket = true)]
    public async Task Connect_WithAnOrigin_SendsTheHeader(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);

        foreach ((string? origin, bool isAllowed) in new[]
        {
            (null, true), ("https://example.com", true), ("http://example.com", false), ("https://example.com:8443", false),
            ("https://a.example.org", true), ("http://b.c.example.org:99", true), ("https://example.org", true),
            ("https://evil.test", false), ("null", false),
        })
        {
            await (isAllowed
                ? ConnectAndDisconnectAsync(player, "/origin", SetOrigin)
                : ExpectRefusalAsync(player, 403, "/origin", SetOrigin));

            void SetOrigin(ChannelSocketOptions options)
            {
                if (origin is not null)
                {
                    options.Headers["Origin"] = origin;
                }
            }
        }

        await ExpectRefusalAsync(player, 403, "/origin", static options => LongPoll(options).Headers["Origin"] = "https://evil.test");
        await ConnectAndDisconnectAsync(player, "/origin", static options => LongPoll(options).Headers["Origin"] = "https://example.com");
        await player.FinishAsync();
    }

    [Theory]
    [Plays("connect_vsn")]
    public async Task Connect_InEachVersion_ReceivesRepliesInThatVersion(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        foreach (ProtocolVersion version in new[] { ProtocolVersion.V2, ProtocolVersion.V1 })
        {
            RecordedClient client = player.CreateClient(configure: options => options.ProtocolVersion = version);
            await client.ConnectAsync();
            await client.SendHeartbeatsAsync(1, HeartbeatInterval);
            await client.DisconnectAsync();
        }

        await player.FinishAsync();
    }

    [Theory]
    [Plays("heartbeat.v2")]
    public async Task Heartbeat_Answered_IsFollowedByTheNext(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient();
        await client.ConnectAsync();

        await client.SendHeartbeatsAsync(2, HeartbeatInterval);

        await player.FinishAsync();
    }

    [Theory]
    [Plays("timeout_short.v2")]
    public async Task ServerClosesIdleConnection_ClientReconnects(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        RecordedClient client = player.CreateClient(
            mount: "/short", configure: static options => options.HeartbeatInterval = TimeSpan.FromSeconds(1));
        await client.ConnectAsync();
        await client.Time.TimerAsync(TimeSpan.FromSeconds(1)); // The first heartbeat is not due before the server closes the connection.

        SocketStateChangedEventArgs change = await client.ChangeAsync(SocketStateReason.ServerClosed);
        Assert.Equal((SocketState.Reconnecting, 1002), (change.State, change.CloseCode));
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10)); // The first reconnect delay.
        _ = await client.ChangeAsync(SocketStateReason.Opened);
        await client.SendHeartbeatsAsync(3, TimeSpan.FromSeconds(1));

        change = await client.ChangeAsync(SocketStateReason.ServerClosed);
        Assert.Equal(1002, change.CloseCode);
        await player.FinishAsync();
    }

    [Theory]
    [Plays("client_close")]
    public async Task Disconnect_WithEachCode_SendsTheCloseFrame(string recording, Carrier carrier)
    {
        await using RecordingPlayer player = await RecordingPlayer.StartAsync(recording, carrier);
        await ConnectAndDisconnectAsync(player, "/socket", static _ => { });
        foreach (int code in new[] { 1000, 3000, 4000, 4999 })
        {
            RecordedClient client = player.CreateClient();
            await client.ConnectAsync();
            await client.Socket.DisconnectAsync(code, "why").Within();
        }

        await player.FinishAsync();
    }

    private static ChannelSocketOptions LongPoll(ChannelSocketOptions options)
    {
        options.Transport = SocketTransport.LongPolling;
        return options;
    }

    private static async Task ConnectAndDisconnectAsync(RecordingPlayer player, string mount, Action<ChannelSocketOptions> configure)
    {
        RecordedClient client = player.CreateClient(mount: mount, configure: configure);
        await client.ConnectAsync();
        await client.DisconnectAsync();
    }

    private static async Task ExpectRefusalAsync(RecordingPlayer player, int status, string mount, Action<ChannelSocketOptions> configure)
    {
        RecordedClient client = player.CreateClient(mount: mount, configure: configure);
        Task connecting = client.Socket.ConnectAsync();
        SocketStateChangedEventArgs failure = await client.ChangeAsync(SocketStateReason.ConnectFailed);
        await client.DisconnectAsync();

        Assert.Equal(status, failure.HttpStatus);
        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(connecting));
    }
}
