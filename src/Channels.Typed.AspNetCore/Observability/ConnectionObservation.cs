using Channels.Typed.AspNetCore.Transports;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>One connection while it is open.</summary>
/// <param name="telemetry">Whom to tell of its end.</param>
/// <param name="isCounted">Whether it is among the active connections: who begins to listen later must not see it leave.</param>
/// <param name="started">When it began; zero if nobody wants to know how long it lasts.</param>
internal readonly struct ConnectionObservation(ServerTelemetry telemetry, bool isCounted, long started)
{
    /// <summary>The connection is over.</summary>
    /// <param name="code">The code that the server closed with, or null if the connection was lost.</param>
    public void Close(CloseCode? code) => telemetry.OnDisconnected(isCounted, started, code);
}
