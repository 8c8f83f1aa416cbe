using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;
using Channels.Typed.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client.Tests.Behaviour.Observability;

/// <summary>The tables of the client in docs/observability.md match the code.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void Instruments_MatchTheTable()
    {
        using var meters = new TestMeters();
        Meter meter = meters.Factory.Create(ClientTelemetry.Name);
        var published = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == meter)
                {
                    published.Add(
                        $"{instrument.Name} {instrument.GetType().Name.Split('`')[0]} {instrument.Unit} {instrument.Description}");
                }
            },
        };
        listener.Start();

        _ = new ClientMetrics(meter);

        Assert.NotEmpty(published);
        Assert.Equal(published, Instruments().Select(row => $"{row[0].Trim('`')} {row[1]} {row[2]} {row[4]}"));
    }

    // Makes every instrument measure, and compares the tags with its row.
    [Fact]
    public async Task Measurements_HaveTheTagsOfTheTable()
    {
        using var meters = new TestMeters();
        var seen = new ConcurrentDictionary<string, string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters.Factory))
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

        listener.SetMeasurementEventCallback<long>(Record);
        listener.SetMeasurementEventCallback<double>(Record);
        listener.Start();
        await using var client = new TestClient(options => options.MeterFactory = meters.Factory);

        await CauseAllAsync(client);

        Dictionary<string, string> documented = Instruments().ToDictionary(row => row[0].Trim('`'), row => row[3]);
        await Waiting.UntilAsync(() => seen.Count == documented.Count);
        Assert.Equal(documented.OrderBy(row => row.Key, StringComparer.Ordinal), seen.OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void LogEntries_MatchTheTable_AndTheirIdsAreUnique()
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
        Assert.All(entries, entry => Assert.InRange(entry.Id, 200, 299));
        Assert.Equal(
            entries.Select(entry => $"{entry.Id} {entry.Level} {entry.Name}"),
            MarkdownTable.Read(MarkdownTable.Observability, "Client id").Select(row => $"{row[0]} {row[1]} {row[2]}"));
    }

    private static string[][] Instruments() => MarkdownTable.Read(MarkdownTable.Observability, "Client instrument");

    private static async Task CauseAllAsync(TestClient client)
    {
        IClientChannel channel = client.Socket.CreateChannel("room:a", "room:{room}");
        Task<ReplyFrame> join = channel.JoinAsync();
        await client.Server.RefuseAsync();
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        await client.Server.RefuseAsync(new TransportSwitchException("longpoll", "requested by the test"));
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1);
        _ = await join.Within();
        Task<ReplyFrame> push = channel.PushAsync();
        _ = await connection.ReceiveAsync();
        connection.SendOk(1, 2);
        _ = await push.Within();
        connection.Send("""["1",null,"room:a","unhandled",{}]""");
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(30));
        await connection.ExpectAsync("""[null,"3","phoenix","heartbeat",{}]""");
        connection.Send("""[null,"3","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
        await Waiting.UntilAsync(() => connection.Unread == 0);
        connection.Drop();
    }
}
