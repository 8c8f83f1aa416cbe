using System.Diagnostics.Metrics;
using Channels.Typed.Client.Observability;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>The instruments of the sockets of one test. Other sockets in this process use other meters.</summary>
internal sealed class TestMeters : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public IMeterFactory Factory => _services.GetRequiredService<IMeterFactory>();

    public MetricCollector<T> Collect<T>(string instrument)
        where T : struct => new(Factory, ClientTelemetry.Name, instrument);

    public void Dispose() => _services.Dispose();

    /// <summary>Waits for this many measurements and returns them, in order, as text: value and tags.</summary>
    public static async Task<string[]> ReadAsync<T>(MetricCollector<T> collector, int count)
        where T : struct
    {
        await Waiting.UntilAsync(() => collector.GetMeasurementSnapshot().Count >= count);
        return [.. collector.GetMeasurementSnapshot().Select(Describe)];
    }

    private static string Describe<T>(CollectedMeasurement<T> measurement)
        where T : struct =>
        string.Join(' ', measurement.Tags
            .OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => $"{tag.Key}={tag.Value}")
            .Prepend($"{measurement.Value}"));
}
