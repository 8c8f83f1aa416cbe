using System.Diagnostics;
using System.Diagnostics.Metrics;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Observability;

/// <summary>What a socket shows of its connections. While nobody listens, no time is taken and no tag made. Safe for use from several threads.</summary>
internal sealed class ClientTelemetry(IMeterFactory? meters, TimeProvider time)
{
    public const string Name = "Channels.Typed.Client";

    // Of all sockets that are given no factory; as long-lived as the process.
    private static readonly Lazy<ClientMetrics> Shared = new(static () => new ClientMetrics(new Meter(Name)));

    public static ActivitySource Source { get; } = new(Name);

    public ClientMetrics Metrics { get; } = meters is null ? Shared.Value : new ClientMetrics(meters.Create(new MeterOptions(Name))); // The factory disposes of it.

    public TimeProvider Time { get; } = time;

    /// <summary>The time for <see cref="ElapsedSince"/> if somebody wants to know; 0 if not.</summary>
    public long StartOf(Histogram<double> histogram) => histogram.Enabled ? Time.GetTimestamp() : 0;

    public double ElapsedSince(long started) => Time.GetElapsedTime(started).TotalSeconds;

    public ConnectionObservation OnConnected(string transport)
    {
        string tag = TelemetryTags.OfTransport(transport);
        bool isCounted = Metrics.ActiveConnections.Enabled;
        if (isCounted)
        {
            Metrics.ActiveConnections.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Transport, tag));
        }

        return new ConnectionObservation(this, tag, isCounted, StartOf(Metrics.ConnectionDuration));
    }

    public void OnConnectFailed(Exception exception)
    {
        if (Metrics.FailedConnects.Enabled)
        {
            string reason = exception switch
            {
                ConnectRefusedException => TelemetryTags.Refused,
                TimeoutException => TelemetryTags.Timeout,
                _ => TelemetryTags.Failed,
            };
            Metrics.FailedConnects.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Reason, reason));
        }
    }

    public void OnReconnect(SocketStateReason reason)
    {
        if (Metrics.Reconnects.Enabled)
        {
            Metrics.Reconnects.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Reason, TelemetryTags.Of(reason)));
        }
    }

    public void OnTransportSwitch(string transport)
    {
        if (Metrics.TransportSwitches.Enabled)
        {
            Metrics.TransportSwitches.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Transport, transport));
        }
    }

    public void OnHeartbeatAnswered(long started)
    {
        if (started != 0)
        {
            Metrics.HeartbeatDuration.Record(ElapsedSince(started));
        }
    }
}
