using System.Diagnostics;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

/// <summary>What OpenTelemetry exports.</summary>
[Collection(nameof(NotInParallel))]
public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task Exporter_GetsMetricsAndSpans()
    {
        var metrics = new List<MetricSnapshot>();
        var spans = new List<Activity>();
        await using FixtureServer server = await FixtureServer.StartAsync(build: builder => builder.Services.AddOpenTelemetry()
            .WithMetrics(provider => provider.AddMeter("Channels.Typed.AspNetCore").AddInMemoryExporter(metrics))
            .WithTracing(provider => provider.AddSource("Channels.Typed.AspNetCore").AddInMemoryExporter(spans)));
        RawClient client = await server.JoinAsync();
        await client.SendAsync("""["1","2","room:a","ack",{}]""");
        await client.ExpectAsync("""["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");

        Assert.True(server.Services.GetRequiredService<MeterProvider>().ForceFlush());
        Assert.True(server.Services.GetRequiredService<TracerProvider>().ForceFlush());

        Assert.Equal(["room:{room} phx_join", "room:{room} ack"], spans.Select(span => span.DisplayName));
        Assert.Equal(1, Point(metrics, "channels.server.active_connections").GetSumLong());
        Assert.Equal(1, Point(metrics, "channels.server.active_channels").GetSumLong());
        MetricPoint handled = Point(metrics, "channels.server.message.duration");
        Assert.Equal(1, handled.GetHistogramCount());
        Assert.Equal(["channels.event=ack", "channels.outcome=ok", "channels.template=room:{room}"], Tags(handled).Order());
    }

    private static MetricPoint Point(List<MetricSnapshot> metrics, string name) =>
        Assert.Single(Assert.Single(metrics, metric => metric.Name == name).MetricPoints);

    private static List<string> Tags(MetricPoint point)
    {
        var tags = new List<string>();
        foreach (KeyValuePair<string, object?> tag in point.Tags)
        {
            tags.Add($"{tag.Key}={tag.Value}");
        }

        return tags;
    }
}
