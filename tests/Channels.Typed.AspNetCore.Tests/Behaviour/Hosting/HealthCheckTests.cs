using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Hosting;

public class HealthCheckTests
{
    [Fact]
    public async Task Serving_IsHealthyWithConnectionsAndChannels()
    {
        await using FixtureServer server = await StartAsync(null);
        await server.JoinAsync();
        RawClient client = await server.JoinAsync();
        await client.SendAsync("""["2","2","room:b","phx_join",{}]""");
        await client.ReceiveAsync();
        await client.ExpectSilenceAsync();

        HealthReportEntry entry = await CheckAsync(server);

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal(2, entry.Data["connections"]);
        Assert.Equal(3, entry.Data["channels"]);
        Assert.Equal(["ready"], entry.Tags);
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task Stopping_FailsWhileClientsAreConnected(HealthStatus? failureStatus, HealthStatus expected)
    {
        await using FixtureServer server = await StartAsync(failureStatus);
        RawClient client = await server.JoinAsync();

        Task stop = server.StopAsync(TestContext.Current.CancellationToken);
        await client.ExpectAsync("close 1012");
        HealthReportEntry entry = await CheckAsync(server);

        Assert.Equal(expected, entry.Status);
        client.Dispose();
        await stop.Within();
        Assert.Equal(expected, (await CheckAsync(server)).Status);
    }

    [Fact]
    public async Task Channels_ThatEnded_AreNotCounted()
    {
        await using FixtureServer server = await StartAsync(null);
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","phx_leave",{}]""");
        await client.ExpectAsync(
            """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""", """["1","1","room:a","phx_close",{}]""");
        await client.SendAsync("""["2","3","room:b","phx_join",{}]""");
        await client.ExpectAsync("""["2","3","room:b","phx_reply",{"response":{},"status":"ok"}]""");
        await client.ExpectSilenceAsync();

        Assert.Equal(1, (await CheckAsync(server)).Data["channels"]);
    }

    private static Task<FixtureServer> StartAsync(HealthStatus? failureStatus) => FixtureServer.StartAsync(build: builder =>
        builder.Services.AddHealthChecks().AddChannels(failureStatus: failureStatus, tags: ["ready"]));

    private static async Task<HealthReportEntry> CheckAsync(FixtureServer server)
    {
        HealthReport report = await server.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(
            TestContext.Current.CancellationToken);
        return report.Entries["channels"];
    }
}
