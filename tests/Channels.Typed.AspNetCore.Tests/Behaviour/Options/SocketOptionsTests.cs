using System.Net;
using System.Net.WebSockets;
using System.Text;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Options;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Options;

/// <summary>A mount's options apply to this mount only. Options that it does not set are the server's.</summary>
public sealed class SocketOptionsTests
{
    [Fact]
    public async Task Limits_DefaultToTheServers()
    {
        SocketOptions? seen = null;
        await using MountedServer server = await MountedServer.StartAsync(
            options => seen = options,
            configure: options =>
            {
                options.IdleTimeout = TimeSpan.FromSeconds(7);
                options.MaxMessageBytes = 1007;
                options.MaxChannelsPerConnection = 7;
                options.MaxOutboxBytes = 7007;
            });

        Assert.Equal(
            (TimeSpan.FromSeconds(7), 1007, 7, 7007),
            (seen!.IdleTimeout, seen.MaxMessageBytes, seen.MaxChannelsPerConnection, seen.MaxOutboxBytes));
    }

    [Fact]
    public async Task IdleTimeout_IsThatOfTheMount()
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.IdleTimeout = TimeSpan.FromMilliseconds(1500));
        RawClient shortTimeout = await server.ConnectAsync();
        RawClient other = await server.ConnectAsync(path: "/socket/websocket");
        await shortTimeout.ExpectSilenceAsync();
        await other.ExpectSilenceAsync();

        server.Server.Time.Advance(TimeSpan.FromMilliseconds(1900));

        await shortTimeout.ExpectAsync("close 1002");
        await other.ExpectSilenceAsync();
    }

    [Fact]
    public async Task IdleTimeout_LongerThanTheServers_IsKept()
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.IdleTimeout = TimeSpan.FromSeconds(120));
        RawClient longTimeout = await server.ConnectAsync();
        RawClient other = await server.ConnectAsync(path: "/socket/websocket");
        await longTimeout.ExpectSilenceAsync();
        await other.ExpectSilenceAsync();

        server.Server.Time.Advance(TimeSpan.FromSeconds(62));

        await other.ExpectAsync("close 1002");
        await longTimeout.ExpectSilenceAsync();
    }

    [Fact]
    public async Task MaxMessageBytes_IsThatOfTheMount()
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.MaxMessageBytes = 1000);
        RawClient small = await server.ConnectAsync();
        RawClient large = await server.ConnectAsync(path: "/socket/websocket");
        string frame = $$"""[null,"1","phoenix","heartbeat",{"x":"{{new string('x', 1000)}}"}]""";

        await small.SendAsync(frame);
        await large.SendAsync(frame);

        await small.ExpectAsync("close 1009");
        await large.ExpectAsync("""[null,"1","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task MaxChannelsPerConnection_IsThatOfTheMount()
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.MaxChannelsPerConnection = 2);
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""["1","1","room:a","phx_join",{}]""");
        await client.ExpectAsync("""["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        await client.SendAsync("""["2","2","room:b","phx_join",{}]""");
        await client.ExpectAsync("""["2","2","room:b","phx_reply",{"response":{},"status":"ok"}]""");
        await client.SendAsync("""["3","3","room:c","phx_join",{}]""");
        await client.ExpectAsync("""["3","3","room:c","phx_reply",{"response":{"reason":"too many channels joined"},"status":"error"}]""");

        // Joining a joined topic again does not count twice.
        await client.SendAsync("""["4","4","room:b","phx_join",{}]""");
        await client.ExpectAsync(
            """["4","4","room:b","phx_reply",{"response":{},"status":"ok"}]""", """["2","2","room:b","phx_close",{}]""");
    }

    [Fact]
    public async Task MaxOutboxBytes_IsThatOfTheMount()
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.MaxOutboxBytes = 64 * 1024);
        using MetricCollector<long> dropped = server.Server.Collect<long>("channels.server.outbox.dropped");
        RawClient client = await server.ConnectAsync();
        await client.SendAsync("""["1","1","room:a","phx_join",{}]""");
        await client.ExpectAsync("""["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""");

        await server.Server.BroadcastUntilAsync("room:a", () => dropped.GetMeasurementSnapshot().Count > 0);

        Assert.InRange(dropped.GetMeasurementSnapshot().Single().Value, 64 * 1024, 1 << 20); // The server's limit is 4 MiB.
    }

    [Fact]
    public async Task WebSocketPath_IsThatOfTheMount()
    {
        string? device = null;
        await using MountedServer server = await MountedServer.StartAsync(
            options => options.WebSocketPath = "/live/{device}",
            connect =>
            {
                device = connect.Params["device"];
                return ConnectResult.Accept();
            });

        Assert.Equal(HttpStatusCode.SwitchingProtocols, (await server.HandshakeAsync("/m/live/tv?vsn=2.0.0")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.HandshakeAsync()).Status);
        Assert.Equal("tv", device);
    }

    [Fact]
    public async Task OneSocket_MountedTwice_HasEachMountsOptions()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(use: app =>
        {
            app.MapChannels<FixtureSocket>("/first", options => options.CheckOrigin = OriginCheck.AnyOf("//one.test"));
            app.MapChannels(
                "/second", socket => socket.Add<FixtureChannel>(), options => options.CheckOrigin = OriginCheck.AnyOf("//two.test"));
        });

        foreach ((string path, string origin) in ((string, string)[])[("/first", "http://one.test"), ("/second", "http://two.test")])
        {
            RawClient client = await server.ConnectAsync(
                configure: options => options.SetRequestHeader("Origin", origin), path: path + "/websocket");
            await client.ExpectSilenceAsync();
        }

        foreach ((string path, string origin) in ((string, string)[])[("/first", "http://two.test"), ("/second", "http://one.test")])
        {
            await Assert.ThrowsAsync<WebSocketException>(() =>
                server.ConnectAsync(configure: options => options.SetRequestHeader("Origin", origin), path: path + "/websocket"));
        }
    }

    [Fact]
    public async Task Mounts_ShareTopicsAndSocketIds()
    {
        await using MountedServer server = await MountedServer.StartAsync(connect: connect =>
        {
            connect.Socket.Id = "user:ann";
            return ConnectResult.Accept();
        });
        RawClient here = await server.ConnectAsync();
        RawClient there = await server.ConnectAsync("vsn=2.0.0&user=ann", path: "/socket/websocket");
        await here.ExpectSilenceAsync();
        await there.ExpectSilenceAsync();

        await server.Server.Channels.DisconnectAsync("user:ann");

        await here.ExpectAsync("close 1001");
        await there.ExpectAsync("close 1001");
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "IdleTimeout", "SocketOptions.IdleTimeout of '/m' is 00:00:00. Use 10 milliseconds to 1 day." },
        { "MaxMessageBytes", "SocketOptions.MaxMessageBytes of '/m' is 0. Use 128 to 1,073,741,824 bytes." },
        { "MaxChannelsPerConnection", "SocketOptions.MaxChannelsPerConnection of '/m' is 0. Use 1 or more." },
        { "MaxOutboxBytes", "SocketOptions.MaxOutboxBytes of '/m' is 0. Use 1,024 or more." },
        { "CheckOrigin", "SocketOptions.CheckOrigin of '/m' is null. Use OriginCheck.Off to let every page connect." },
        { "WebSocketPath", "SocketOptions.WebSocketPath of '/m' is 'websocket'. Use a path that starts with '/', such as '/websocket'." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task WrongValue_ThrowsWhenTheSocketIsMapped(string option, string message)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => MountedServer.StartAsync(options => Break(options, option)));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public async Task SeveralWrongValues_AreAllNamed()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => MountedServer.StartAsync(options =>
        {
            options.IdleTimeout = TimeSpan.Zero;
            options.MaxMessageBytes = 0;
            options.LongPoll.MaxBatch = 0;
        }));

        Assert.Equal(
            [
                "SocketOptions of '/m'.LongPoll.MaxBatch is 0. Use 1 or more.",
                "SocketOptions.IdleTimeout of '/m' is 00:00:00. Use 10 milliseconds to 1 day.",
                "SocketOptions.MaxMessageBytes of '/m' is 0. Use 128 to 1,073,741,824 bytes.",
            ],
            error.Failures);
    }

    private static void Break(SocketOptions options, string option)
    {
        switch (option)
        {
            case "IdleTimeout":
                options.IdleTimeout = TimeSpan.Zero;
                break;
            case "MaxMessageBytes":
                options.MaxMessageBytes = 0;
                break;
            case "MaxChannelsPerConnection":
                options.MaxChannelsPerConnection = 0;
                break;
            case "MaxOutboxBytes":
                options.MaxOutboxBytes = 0;
                break;
            case "CheckOrigin":
                options.CheckOrigin = null!;
                break;
            default:
                options.WebSocketPath = "websocket";
                break;
        }
    }
}
