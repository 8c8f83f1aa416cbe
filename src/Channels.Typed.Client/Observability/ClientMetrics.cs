using System.Diagnostics.Metrics;

namespace Channels.Typed.Client.Observability;

/// <summary>The client's instruments, in the order of their table in docs/observability.md. A test compares the two.</summary>
internal sealed class ClientMetrics
{
    // From a millisecond, for servers nearby, to a minute.
    private static readonly InstrumentAdvice<double> ShortTimes = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    // From a second to a day, the same as on the server.
    private static readonly InstrumentAdvice<double> LongTimes = new()
    {
        HistogramBucketBoundaries = [1, 10, 30, 60, 300, 600, 1800, 3600, 7200, 21600, 43200, 86400],
    };

    public ClientMetrics(Meter meter)
    {
        ActiveConnections = meter.CreateUpDownCounter<long>(
            "channels.client.active_connections", "{connection}", "Connections that are open.");
        ConnectionDuration = meter.CreateHistogram(
            "channels.client.connection.duration", "s", "How long connections lasted.", tags: null, LongTimes);
        FailedConnects = meter.CreateCounter<long>("channels.client.failed_connects", "{connection}", "Attempts to connect that failed.");
        Reconnects = meter.CreateCounter<long>("channels.client.reconnects", "{connection}", "Connections that ended and are made again.");
        TransportSwitches = meter.CreateCounter<long>(
            "channels.client.transport_switches", "{switch}", "Changes between WebSocket and long polling.");
        HeartbeatDuration = meter.CreateHistogram(
            "channels.client.heartbeat.duration", "s", "How long heartbeats took to be answered.", tags: null, ShortTimes);
        ActiveChannels = meter.CreateUpDownCounter<long>("channels.client.active_channels", "{channel}", "Channels that are joined.");
        JoinDuration = meter.CreateHistogram(
            "channels.client.join.duration", "s", "How long joins and rejoins took to be answered.", tags: null, ShortTimes);
        PushDuration = meter.CreateHistogram(
            "channels.client.push.duration", "s", "How long pushes took, from the call to the reply.", tags: null, ShortTimes);
        DroppedEvents = meter.CreateCounter<long>("channels.client.events.dropped", "{event}", "Events that no handler saw.");
    }

    public UpDownCounter<long> ActiveConnections { get; }

    public Histogram<double> ConnectionDuration { get; }

    public Counter<long> FailedConnects { get; }

    public Counter<long> Reconnects { get; }

    public Counter<long> TransportSwitches { get; }

    public Histogram<double> HeartbeatDuration { get; }

    public UpDownCounter<long> ActiveChannels { get; }

    public Histogram<double> JoinDuration { get; }

    public Histogram<double> PushDuration { get; }

    public Counter<long> DroppedEvents { get; }
}
