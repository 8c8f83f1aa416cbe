using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>One call of <c>MapChannels</c>, shared by all connections to its path. Immutable.</summary>
/// <param name="Routes">The channels that the mount serves.</param>
/// <param name="Options">The options of the mount.</param>
/// <param name="Services">The services of the server.</param>
/// <param name="UserSocket">Calls the user socket.</param>
internal sealed record SocketMount(
    SocketRoutes Routes,
    SocketOptions Options,
    ServerServices Services,
    Func<HttpContext, ConnectContext, ValueTask<ConnectResult>> UserSocket)
{
    /// <summary>Calls the user socket and measures how long the call takes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="connect">The argument of the user socket.</param>
    /// <param name="transport">The name of the transport in telemetry.</param>
    public async ValueTask<ConnectResult> ConnectAsync(HttpContext context, ConnectContext connect, string transport)
    {
        long started = Services.Time.GetTimestamp();
        ConnectResult result;
        try
        {
            result = await UserSocket(context, connect);
        }
        catch (Exception)
        {
            Services.Telemetry.OnUserSocketFailed(Services.Time.GetElapsedTime(started), Options.LogConnects);
            throw;
        }

        Services.Telemetry.OnUserSocketAnswered(
            result.IsAccepted, Services.Time.GetElapsedTime(started), transport, connect.Socket.Logger, Options.LogConnects);
        return result;
    }
}
