namespace Channels.Typed.Client.Observability;

/// <summary>The telemetry of one connection. If there was no listener when it began, its end is not recorded either.</summary>
internal readonly struct ConnectionObservation(ClientTelemetry telemetry, string transport, bool isCounted, long started)
{
    public void Stop(SocketStateReason reason)
    {
        var transportTag = new KeyValuePair<string, object?>(TelemetryTags.Transport, transport);
        if (isCounted)
        {
            telemetry.Metrics.ActiveConnections.AddGuarded(-1, transportTag);
        }

        if (started != 0)
        {
            telemetry.Metrics.ConnectionDuration.RecordGuarded(
                telemetry.ElapsedSince(started),
                transportTag,
                new KeyValuePair<string, object?>(TelemetryTags.Reason, TelemetryTags.Of(reason)));
        }
    }
}
