using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Tests.Shared;

/// <summary>
/// Compares the tables of docs/observability.md with the code. Client and server have separate tables, which are found by the heading
/// of their first column.
/// </summary>
internal static class ObservabilityPage
{
    private const string Page = "docs/observability.md";

    /// <summary>Asserts that a table of instruments has exactly those that are created on the meter, in the same order.</summary>
    public static void AssertInstruments(string heading, Meter meter, Action<Meter> createInstruments)
    {
        var published = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == meter)
                {
                    string kind = instrument.GetType().Name.Split('`')[0];
                    published.Add($"`{instrument.Name}` {kind} {instrument.Unit} {instrument.Description}");
                }
            },
        };
        listener.Start();

        createInstruments(meter);

        Assert.NotEmpty(published);
        Assert.Equal(published, MarkdownTable.Read(Page, heading).Select(row => $"{row[0]} {row[1]} {row[2]} {row[4]}"));
    }

    /// <summary>Asserts that an action makes each instrument of a table measure, always with exactly the tags of its row.</summary>
    public static async Task AssertTagsAsync(string heading, string meter, IMeterFactory meters, Func<Task> causeMeasurements)
    {
        var measured = new ConcurrentDictionary<string, string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == meter && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Record<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            string keys = string.Join(", ", tags.ToArray().Select(tag => $"`{tag.Key}`"));
            _ = measured.AddOrUpdate($"`{instrument.Name}`", keys, (_, known) => known == keys ? known : $"{known}; {keys}");
        }

        listener.SetMeasurementEventCallback<int>(Record);
        listener.SetMeasurementEventCallback<long>(Record);
        listener.SetMeasurementEventCallback<double>(Record);
        listener.Start();

        await causeMeasurements();

        Dictionary<string, string> documented = MarkdownTable.Read(Page, heading).ToDictionary(row => row[0], row => row[3]);
        using var guard = new CancellationTokenSource(Patience.Time);
        while (measured.Count < documented.Count && !guard.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            documented.OrderBy(row => row.Key, StringComparer.Ordinal),
            measured.OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    /// <summary>
    /// Asserts that a table of log entries has exactly those of a class, and that their ids are unique and in the assembly's block of 100.
    /// </summary>
    public static void AssertLogEntries(string heading, Type log, int firstId)
    {
        (int Id, LogLevel Level, string Name)[] entries =
        [
            .. log.GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Select(method => (method, attribute: method.GetCustomAttribute<LoggerMessageAttribute>()))
                .Where(entry => entry.attribute is not null)
                .Select(entry => (entry.attribute!.EventId, entry.attribute.Level, entry.method.Name))
                .OrderBy(entry => entry.EventId),
        ];

        Assert.NotEmpty(entries);
        Assert.Equal(entries.Select(entry => entry.Id).Distinct(), entries.Select(entry => entry.Id));
        Assert.All(entries, entry => Assert.InRange(entry.Id, firstId, firstId + 99));
        Assert.Equal(
            entries.Select(entry => $"{entry.Id} {entry.Level} {entry.Name}"),
            MarkdownTable.Read(Page, heading).Select(row => $"{row[0]} {row[1]} {row[2]}"));
    }

    /// <summary>Asserts that the table marks exactly these log entries as bounded.</summary>
    public static void AssertBoundedEntries(string heading, IEnumerable<string> names) =>
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            MarkdownTable.Read(Page, heading)
                .Where(row => row[3].EndsWith("Bounded.", StringComparison.Ordinal))
                .Select(row => row[2])
                .Order(StringComparer.Ordinal));
}
