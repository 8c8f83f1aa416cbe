using System.Diagnostics.Metrics;
using Channels.Typed.AspNetCore.Observability;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Reads the instruments of one server. Other servers of the process have their own meters.</summary>
internal static class MetricCollectorExtensions
{
    public static MetricCollector<T> Collect<T>(this FixtureServer server, string instrument)
        where T : struct =>
        new(server.Services.GetRequiredService<IMeterFactory>(), ServerTelemetry.Name, instrument, server.Time);

    /// <summary>Waits until there are so many measurements, and returns all of them in order, as value and tags.</summary>
    public static async Task<string[]> ReadAsync<T>(this MetricCollector<T> collector, int count)
        where T : struct
    {
        // The collector's own wait would continue on the server's thread, inside the measurement and under the server's locks.
        await Waiting.UntilAsync(() => collector.GetMeasurementSnapshot().Count >= count);
        return [.. collector.GetMeasurementSnapshot().Select(Describe)];
    }

    private static string Describe<T>(CollectedMeasurement<T> measurement)
        where T : struct =>
        string.Join(
            ' ',
            measurement.Tags.OrderBy(
                tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}").Prepend($"{measurement.Value}"));
}
