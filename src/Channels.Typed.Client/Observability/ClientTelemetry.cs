using System.Diagnostics;
using System.Diagnostics.Metrics;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Observability;

/// <summary>
/// The telemetry of one socket and its connections. Without listeners it takes no time stamps and makes no tags. Safe for use from several
/// threads.
/// </summary>
internal sealed class ClientTelemetry(IMeterFactory? meters, TimeProvider time)
{
    public const string Name = "Channels.Typed.Client";

    // For all sockets without a meter factory. It lives as long as the process.
    private static readonly Lazy<ClientMetrics> Shared = new(static () => new ClientMetrics(new Meter(Name)));

    public static ActivitySource Source { get; } = new(Name);

    // A factory disposes the meters that it made.
    public ClientMetrics Metrics { get; } = meters is null ? Shared.Value : new ClientMetrics(meters.Create(new MeterOptions(Name)));

    public TimeProvider Time { get; } = time;

    /// <summary>Gets the start time for <see cref="ElapsedSince"/>; 0 if the histogram has no listener.</summary>
    public long StartOf(Histogram<double> histogram) => histogram.Enabled ? Time.GetTimestamp() : 0;

    public double ElapsedSince(long started) => Time.GetElapsedTime(started).TotalSeconds;

    public ConnectionObservation OnConnected(string transport)
    {
        string tag = TelemetryTags.OfTransport(transport);
        bool isCounted = Metrics.ActiveConnections.Enabled;
        if (isCounted)
        {
            Metrics.ActiveConnections.AddGuarded(1, new KeyValuePair<string, object?>(TelemetryTags.Transport, tag));
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
            Metrics.FailedConnects.AddGuarded(1, new KeyValuePair<string, object?>(TelemetryTags.Reason, reason));
        }
    }

    public void OnReconnect(SocketStateReason reason)
    {
        if (Metrics.Reconnects.Enabled)
        {
            Metrics.Reconnects.AddGuarded(1, new KeyValuePair<string, object?>(TelemetryTags.Reason, TelemetryTags.Of(reason)));
        }
    }

    public void OnTransportSwitch(string transport)
    {
        if (Metrics.TransportSwitches.Enabled)
        {
            Metrics.TransportSwitches.AddGuarded(1, new KeyValuePair<string, object?>(TelemetryTags.Transport, transport));
        }
    }

    public void OnHeartbeatAnswered(long started)
    {
        if (started != 0)
        {
            Metrics.HeartbeatDuration.RecordGuarded(ElapsedSince(started));
        }
    }
}
