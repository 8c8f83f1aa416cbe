using System.Diagnostics.Metrics;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Observability;

/// <summary>Reads one server's instruments; other servers of this process have meters of their own.</summary>
internal static class Watching
{
    public static MetricCollector<T> Collect<T>(this FixtureServer server, string instrument)
        where T : struct =>
        new(server.Services.GetRequiredService<IMeterFactory>(), ServerTelemetry.Name, instrument, server.Time);

    /// <summary>Waits for so many measurements and gives them, in order, as value and tags.</summary>
    public static async Task<string[]> ReadAsync<T>(this MetricCollector<T> collector, int count)
        where T : struct
    {
        // The collector's own wait goes on within the measurement, on the server's thread and under its locks.
        using var guard = new CancellationTokenSource(Patience.Time);
        while (collector.GetMeasurementSnapshot().Count < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, guard.Token);
        }

        return [.. collector.GetMeasurementSnapshot().Select(Describe)];
    }

    private static string Describe<T>(CollectedMeasurement<T> measurement)
        where T : struct =>
        string.Join(' ', measurement.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}").Prepend($"{measurement.Value}"));
}
