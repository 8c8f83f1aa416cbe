using System.Net;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Connections;

public sealed class MaxConnectionsTests
{
    private const string LongPoll = "/m/longpoll?vsn=2.0.0";

    [Fact]
    public async Task ConnectBeyondTheLimit_Gets503UntilAConnectionEnds()
    {
        await using MountedServer server = await StartAsync();
        using MetricCollector<long> refused = server.Server.Collect<long>("channels.server.refused_connects");
        RawClient first = await server.ConnectAsync();
        RawClient second = await server.ConnectAsync();

        Assert.Equal(
            new UpgradeResponse(HttpStatusCode.ServiceUnavailable, "too many connections", null, null), await server.HandshakeAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await server.StatusOfAsync(HttpMethod.Get, LongPoll));
        Assert.Equal(["1 channels.reason=too_many_connections", "1 channels.reason=too_many_connections"], await refused.ReadAsync(2));
        await second.ExpectSilenceAsync();

        first.Dispose();
        await Waiting.UntilEqualAsync(1, () => server.Server.Services.GetRequiredService<ConnectionRegistry>().Count);
        await (await server.ConnectAsync()).ExpectSilenceAsync();
        await second.ExpectSilenceAsync();
    }

    [Fact]
    public async Task SessionsOfLongPolling_Count()
    {
        await using MountedServer server = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await server.StatusOfAsync(HttpMethod.Get, LongPoll));
        Assert.Equal(HttpStatusCode.OK, await server.StatusOfAsync(HttpMethod.Get, LongPoll));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.HandshakeAsync()).Status);

        // Both sessions have expired.
        server.Server.Time.Advance(TimeSpan.FromSeconds(20));
        await (await server.ConnectAsync()).ExpectSilenceAsync();
        await (await server.ConnectAsync()).ExpectSilenceAsync();
    }

    [Theory]
    [InlineData("/m/websocket?vsn=2.0.0&no=1")]
    [InlineData("/m/websocket?vsn=2.0.0&throw=1")]
    [InlineData("/m/websocket?vsn=9.0.0")]
    [InlineData("/m/longpoll?vsn=2.0.0&no=1")]
    [InlineData("/m/longpoll?vsn=2.0.0&throw=1")]
    [InlineData("/m/longpoll?vsn=9.0.0")]
    public async Task RefusedConnects_DoNotCount(string target)
    {
        await using MountedServer server = await StartAsync();
        for (int i = 0; i < 5; i++)
        {
            Assert.NotEqual(HttpStatusCode.ServiceUnavailable, (await server.HandshakeAsync(target)).Status);
            Assert.NotEqual(HttpStatusCode.ServiceUnavailable, await server.StatusOfAsync(HttpMethod.Get, target));
        }

        await (await server.ConnectAsync()).ExpectSilenceAsync();
        await (await server.ConnectAsync()).ExpectSilenceAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.HandshakeAsync()).Status);
    }

    private static Task<MountedServer> StartAsync() => MountedServer.StartAsync(
        connect: connect => connect.Params.ContainsKey("throw") ? throw new InvalidOperationException("no")
            : connect.Params.ContainsKey("no") ? ConnectResult.Refuse() : ConnectResult.Accept(),
        configure: options => options.MaxConnections = 2);
}
