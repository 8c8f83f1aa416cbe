using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

public sealed class LogTests
{
    [Fact]
    public async Task LifeOfAChannel_IsLoggedAtTheDocumentedLevels()
    {
        await using FixtureServer server = await StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","ack",{}]""");
        await client.ExpectAsync("""["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");

        await WaitAsync(server, entries => entries.Count >= 3);

        Assert.Equal(
            ["Information Connected", "Information Joined", "Debug Handled"],
            Entries(server).Select(entry => $"{entry.Level} {entry.Id.Name}"));
    }

    [Theory]
    [InlineData("room:error", "Information JoinRefused")]
    [InlineData("lobby", "Warning UnmatchedTopic")]
    public async Task JoinThatIsRefused_IsLogged(string topic, string expected)
    {
        await using FixtureServer server = await StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync($$"""["1","1","{{topic}}","phx_join",{}]""");
        await client.ReceiveAsync();
        await client.ExpectSilenceAsync();

        Assert.Equal(expected, Entries(server).Select(entry => $"{entry.Level} {entry.Id.Name}").Last());
    }

    // A client must not be able to fill the disk with log entries. The metric counts all of them.
    [Fact]
    public async Task UnknownEvents_AreLimitedInTheLogAndAllCounted()
    {
        await using FixtureServer server = await StartAsync();
        using MetricCollector<long> counter = server.Collect<long>("channels.server.unknown_events");
        RawClient client = await server.JoinAsync();
        for (int i = 0; i < LogLimiter.Limit + 5; i++)
        {
            await client.SendAsync($$"""["1","2","room:a","invented{{i}}",{}]""");
        }

        await counter.ReadAsync(LogLimiter.Limit + 5);
        await client.ReceiveAsync();
        Assert.Equal(LogLimiter.Limit, Entries(server).Count(entry => entry.Id.Id == Log.UnknownEventId));

        server.Time.Advance(LogLimiter.Period / 2);
        await client.SendAsync("""["1","2","room:a","ack",{}]""");
        await counter.ReadAsync(LogLimiter.Limit + 5);
        server.Time.Advance(LogLimiter.Period / 2);
        await client.SendAsync("""["1","2","room:a","invented",{}]""");
        await counter.ReadAsync(LogLimiter.Limit + 6);
        await WaitAsync(server, entries => entries.Count(entry => entry.Id.Id == Log.UnknownEventId) == LogLimiter.Limit + 1);

        Assert.Equal("5", Entries(server).Last(entry => entry.Id.Id == Log.UnknownEventId).GetStructuredStateValue("Suppressed"));
    }

    [Fact]
    public async Task NothingOfTheWire_IsLogged()
    {
        await using FixtureServer server = await StartAsync(LogLevel.Debug);
        RawClient client = await server.ConnectAsync("vsn=2.0.0&token=secret&user=secret");

        await client.SendAsync("""["1","1","secret","phx_join",{"token":"secret"}]""");
        await client.SendAsync("""["1","1","room:error","phx_join",{"token":"secret"}]""");
        await client.SendAsync("""["1","1","room:secret","phx_join",{"token":"secret"}]""");
        await client.SendAsync("""["1","2","room:secret","secret",{}]""");
        await client.SendAsync("""["1","3","room:secret","note",{"secret":"secret","text":{"secret":1}}]""");
        await client.SendAsync("""["1","4","room:secret","echo",{"secret":"secret"}]""");
        await client.SendAsync("""["1","5","room:secret","crash",{"secret":"secret"}]""");
        await client.SendAsync("""secret""");
        await WaitAsync(server, entries => entries.Any(entry => entry.Id.Id == Log.MalformedFrameId));

        IReadOnlyList<FakeLogRecord> entries = Entries(server);
        Assert.Contains(entries, entry => entry.Id.Name == nameof(Log.UnreadablePayload));
        Assert.Contains(entries, entry => entry.Id.Name == nameof(Log.ChannelCrashed));
        Assert.All(
            entries, entry => Assert.DoesNotContain("secret", $"{entry.Message} {entry.Exception}", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("vsn=2.1.0", null, "Warning VersionRefused")]
    [InlineData("vsn=2.0.0", "https://evil.example", "Error OriginRefused")]
    [InlineData("vsn=2.0.0&reject=403", null, "Information ConnectRefused")]
    public async Task RefusedConnect_IsLoggedAtItsLevel(string query, string? origin, string expected)
    {
        await using FixtureServer server = await StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Http, "/socket/websocket?" + query));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        await WaitAsync(server, entries => entries.Count > 0);

        Assert.Equal([expected], Entries(server).Select(entry => $"{entry.Level} {entry.Id.Name}"));
    }

    private static Task<FixtureServer> StartAsync(LogLevel level = LogLevel.Trace) => FixtureServer.StartAsync(build: builder =>
        builder.Logging.SetMinimumLevel(level).AddFakeLogging());

    private static IReadOnlyList<FakeLogRecord> Entries(FixtureServer server) =>
        [.. server.Services.GetRequiredService<FakeLogCollector>().GetSnapshot().Where(record => record.Category == ServerTelemetry.Name)];

    private static Task WaitAsync(FixtureServer server, Func<IReadOnlyList<FakeLogRecord>, bool> isThere) =>
        Waiting.UntilAsync(() => isThere(Entries(server)));
}
