using Channels.Typed.AspNetCore.Transports;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>The telemetry of one open connection.</summary>
/// <param name="telemetry">Records the end of the connection.</param>
/// <param name="logger">The logger of the connection.</param>
/// <param name="transport">The value of the tag <c>channels.transport</c>.</param>
/// <param name="isCounted">
/// Whether the connection was counted as active. A connection that was not counted, because nothing listened at its start, must not be
/// subtracted at its end.
/// </param>
/// <param name="started">The timestamp of the start; zero if nothing listens for the duration.</param>
internal readonly struct ConnectionObservation(
    ServerTelemetry telemetry, ConnectionLogger logger, string transport, bool isCounted, long started)
{
    /// <summary>Records the end of the connection.</summary>
    /// <param name="code">The code that the server closed with; null if the connection was lost.</param>
    public void Close(CloseCode? code) => telemetry.OnDisconnected(logger, transport, isCounted, started, code);
}
