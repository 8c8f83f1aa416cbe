using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Tests.Observability;

/// <summary>docs/observability.md says what the code does: nothing more, and nothing less.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void Instruments_AreThoseOfTheTable()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using Meter meter = services.GetRequiredService<IMeterFactory>().Create(ServerTelemetry.Name);
        var published = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == meter)
                {
                    published.Add($"{instrument.Name} {Kind(instrument)} {instrument.Unit} {instrument.Description}");
                }
            },
        };
        listener.Start();

        _ = new ServerMetrics(meter);

        Assert.NotEmpty(published);
        Assert.Equal(published, MarkdownTable.Read(MarkdownTable.Observability, "Instrument").Select(row => $"{row[0].Trim('`')} {row[1]} {row[2]} {row[4]}"));
    }

    // Every instrument is made to measure, with exactly the tags of its row.
    [Fact]
    public async Task Measurements_HaveTheTagsOfTheTable()
    {
        var seen = new ConcurrentDictionary<string, string>();
        await using FixtureServer server = await FixtureServer.StartAsync(
            options => options.MaxOutboxBytes = 4096,
            use: app => app.MapChannels("/limited", socket => socket.Add<FixtureChannel>(rules => rules.On("ack").LimitRate(new RateLimitAttribute(1, perSeconds: 3600)))));
        IMeterFactory meters = server.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == ServerTelemetry.Name && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Record<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            string keys = string.Join(", ", tags.ToArray().Select(tag => $"`{tag.Key}`"));
            Assert.Equal(keys, seen.GetOrAdd(instrument.Name, keys));
        }

        listener.SetMeasurementEventCallback<int>(Record);
        listener.SetMeasurementEventCallback<long>(Record);
        listener.SetMeasurementEventCallback<double>(Record);
        listener.Start();

        await CauseAllAsync(server);

        Dictionary<string, string> documented = MarkdownTable.Read(MarkdownTable.Observability, "Instrument").ToDictionary(row => row[0].Trim('`'), row => row[3]);
        using var guard = new CancellationTokenSource(Patience.Time);
        while (seen.Count < documented.Count && !guard.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal(documented.OrderBy(row => row.Key, StringComparer.Ordinal), seen.OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void LogEntries_AreThoseOfTheTableAndTheirIdsAreUnique()
    {
        (int Id, LogLevel Level, string Name)[] entries =
        [
            .. typeof(Log)
                .GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Select(method => (method, attribute: method.GetCustomAttribute<LoggerMessageAttribute>()))
                .Where(entry => entry.attribute is not null)
                .Select(entry => (entry.attribute!.EventId, entry.attribute.Level, entry.method.Name))
                .OrderBy(entry => entry.EventId),
        ];

        Assert.NotEmpty(entries);
        Assert.Equal(entries.Select(entry => entry.Id).Distinct(), entries.Select(entry => entry.Id));
        Assert.All(entries, entry => Assert.InRange(entry.Id, 100, 199));
        Assert.Equal(entries.Select(entry => $"{entry.Id} {entry.Level} {entry.Name}"), MarkdownTable.Read(MarkdownTable.Observability, "Id").Select(row => $"{row[0]} {row[1]} {row[2]}"));
    }

    // A gate holds back for as long as its entry is called bounded.
    [Fact]
    public void BoundedEntries_AreThoseThatTellHowManyWereHeldBack()
    {
        IEnumerable<string> gated = typeof(Log)
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.GetParameters().Any(parameter => parameter.Name == "suppressed"))
            .Select(method => method.Name);

        Assert.Equal(gated.Order(), MarkdownTable.Read(MarkdownTable.Observability, "Id").Where(row => row[3].EndsWith("Bounded.", StringComparison.Ordinal)).Select(row => row[2]).Order());
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0];

    private static async Task CauseAllAsync(FixtureServer server)
    {
        using var http = new HttpClient();
        using HttpResponseMessage refused = await http.GetAsync(new Uri(server.Http, "/socket/websocket"), TestContext.Current.CancellationToken);
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
        RawClient slow = await server.JoinAsync("room:b");
        await slow.SendAsync($$"""["1","2","room:b","note",{"text":"{{new string('x', 5000)}}"}]""");
    }
}
