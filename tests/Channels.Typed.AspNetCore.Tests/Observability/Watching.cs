using System.Diagnostics.Metrics;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Observability;

/// <summary>Reads one server's instruments; other servers of this process have meters of their own.</summary>
internal static class Watching
{
    public static readonly TimeSpan Guard = TimeSpan.FromSeconds(20);

    public static MetricCollector<T> Collect<T>(this FixtureServer server, string instrument)
        where T : struct =>
        new(server.Services.GetRequiredService<IMeterFactory>(), ServerTelemetry.Name, instrument, server.Time);

    /// <summary>Waits for so many measurements and gives them, in order, as value and tags.</summary>
    public static async Task<string[]> ReadAsync<T>(this MetricCollector<T> collector, int count)
        where T : struct
    {
        await collector.WaitForMeasurementsAsync(count, Guard);
        return [.. collector.GetMeasurementSnapshot().Select(Describe)];
    }

    private static string Describe<T>(CollectedMeasurement<T> measurement)
        where T : struct =>
        string.Join(' ', measurement.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}").Prepend($"{measurement.Value}"));
}
