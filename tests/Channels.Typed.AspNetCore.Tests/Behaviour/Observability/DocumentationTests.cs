using System.Diagnostics.Metrics;
using System.Reflection;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

/// <summary>The server's tables in docs/observability.md match the code.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void Instruments_AreThoseOfTheTable()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using Meter meter = services.GetRequiredService<IMeterFactory>().Create(ServerTelemetry.Name);

        ObservabilityPage.AssertInstruments("Instrument", meter, created => _ = new ServerMetrics(created));
    }

    [Fact]
    public async Task Measurements_HaveTheTagsOfTheTable()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(
            options => options.MaxOutboxBytes = 64 * 1024,
            use: app => app.MapChannels(
                "/limited",
                socket => socket.Add<FixtureChannel>(rules => rules.On("ack").LimitRate(new RateLimitAttribute(1, perSeconds: 3600)))));
        IMeterFactory meters = server.Services.GetRequiredService<IMeterFactory>();

        await ObservabilityPage.AssertTagsAsync("Instrument", ServerTelemetry.Name, meters, () => CauseAllAsync(server));
    }

    [Fact]
    public void LogEntries_AreThoseOfTheTableAndTheirIdsAreUnique() => ObservabilityPage.AssertLogEntries("Id", typeof(Log), firstId: 100);

    // The log limiter passes the number of suppressed entries to each entry that it limits.
    [Fact]
    public void BoundedEntries_AreThoseWithANumberOfSuppressedEntries() =>
        ObservabilityPage.AssertBoundedEntries(
            "Id",
            typeof(Log)
                .GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Where(method => method.GetParameters().Any(parameter => parameter.Name == "suppressed"))
                .Select(method => method.Name));

    private static async Task CauseAllAsync(FixtureServer server)
    {
        using var http = new HttpClient();
        using HttpResponseMessage refused = await http.GetAsync(
            new Uri(server.Http, "/socket/websocket"), TestContext.Current.CancellationToken);
        RawClient client = await server.JoinAsync();
        await client.SendAsync("""["2","2","room:error","phx_join",{}]""");
        await client.SendAsync("""["2","2","lobby","phx_join",{}]""");
        await client.SendAsync("""["1","3","room:a","bcast",{}]""");
        await client.SendAsync("""["1","4","room:a","invented",{}]""");
        await client.SendAsync("""["1","5","room:a","note",[]]""");
        await client.SendAsync("""["1","6","room:a","crash",{}]""");
        await client.SendAsync("nonsense");
        RawClient limited = await server.ConnectAsync(path: "/limited/websocket");
        await limited.SendAsync("""["1","1","room:a","phx_join",{}]""");
        await limited.SendAsync("""["1","2","room:a","ack",{}]""");
        await limited.SendAsync("""["1","3","room:a","ack",{}]""");
        ServerTelemetry telemetry = server.Services.GetRequiredService<ServerServices>().Telemetry;
        telemetry.OnPostRejected(); // PostTurnTests shows when it is called.
        telemetry.OnReadingWaits(new HandlerTags("any", "any", [])); // MailboxBytesTests shows when it is called.
        await server.JoinAsync("room:b");
        using MetricCollector<long> slow = server.Collect<long>("channels.server.slow_consumers");
        await server.BroadcastUntilAsync("room:b", () => slow.GetMeasurementSnapshot().Count > 0);
    }
}
