using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>The memory that metrics and logs allocate for a message.</summary>
public sealed class TelemetryAllocationTests
{
    private const string Same = """["1","2","room:a","phx_reply",{"response":{"text":"same"},"status":"ok"}]""";
    private const string Unknown = """["1","2","room:a","phx_reply",{"response":{"reason":"unknown event","refused_by":"server"},"status":"error"}]""";
    private const string Unmatched = """[null,"2","room:b","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""";

    // At the default level the log has joins and no messages. Entries that are not written are not created.
    [Theory]
    [InlineData("same", Same)]
    [InlineData("other", Unknown)]
    public void Message_WithoutListeners_AllocatesNothing(string eventName, string reply)
    {
        var log = new CountingLogger(LogLevel.Information);

        Assert.Equal(0, DispatchRun.Measure($$"""["1","2","room:a","{{eventName}}",{}]""", reply, batchSize: 1, log));
        Assert.InRange(log.Count, 1, 30);
    }

    [Theory]
    [InlineData("""["1","2","room:a","same",{}]""", Same, "channels.server.message.duration")]
    [InlineData("""["1","2","room:a","other",{}]""", Unknown, "channels.server.unknown_events")]
    [InlineData("""["1","2","room:b","same",{}]""", Unmatched, "channels.server.unmatched_topics")]
    public void Message_WithMetricsListener_AllocatesNothing(string message, string reply, string instrument)
    {
        int measured = 0;
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => measured++);
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => measured++);
        void Listen(Meter meter)
        {
            listener.InstrumentPublished = (published, self) =>
            {
                if (published.Meter == meter && published.Name == instrument)
                {
                    self.EnableMeasurementEvents(published);
                }
            };
            listener.Start();
        }

        long allocated = DispatchRun.Measure(message, reply, batchSize: 1, watch: Listen);

        Assert.Equal(0, allocated);
        Assert.InRange(measured, Windows.Size, int.MaxValue);
    }
}
