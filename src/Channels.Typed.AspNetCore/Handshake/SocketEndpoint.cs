using System.IO.Pipelines;
using System.Net.Sockets;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Handover;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Transports;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>
/// The WebSocket endpoint of one mount: checks a request, calls the user socket, upgrades, and runs the connection until it ends.
/// </summary>
internal sealed class SocketEndpoint(SocketMount mount, ConnectionRegistry connections)
{
    private ServerTelemetry Telemetry => mount.Services.Telemetry;

    public async Task HandleAsync(HttpContext context)
    {
        if (connections.IsDraining)
        {
            Refuse(context, ConnectRefusal.Stopping, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        if (!connections.TryReserve())
        {
            Refuse(context, ConnectRefusal.TooManyConnections, StatusCodes.Status503ServiceUnavailable);
            await context.Response.WriteAsync("too many connections", context.RequestAborted);
            return;
        }

        if (!connections.Addresses.TryTake(context.Connection.RemoteIpAddress, out IDisposable? place))
        {
            connections.ReleaseReservation();
            Refuse(context, ConnectRefusal.TooManyOfAddress, StatusCodes.Status429TooManyRequests);
            await context.Response.WriteAsync("too many connections of this address", context.RequestAborted);
            return;
        }

        bool hasSession = false;
        try
        {
            if (await TryConnectAsync(context) is { } accepted)
            {
                accepted.Context.KeepPlace(place);
                Stream stream = await UpgradeAsync(context, accepted);
                hasSession = true; // The session's connection now owns the reservation.
                await RunAsync(context, stream, accepted);
            }
        }
        finally
        {
            if (!hasSession)
            {
                place?.Dispose();
                connections.ReleaseReservation();
            }
        }
    }

    private async Task<AcceptedSocket?> TryConnectAsync(HttpContext context)
    {
        try
        {
            return await ConnectAsync(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has aborted the request, so there is no response.
            return null;
        }
        catch (Exception e)
        {
            OnFailure(context, e);
            return null;
        }
    }

    // The checks are in the order of protocol section "Connect"; the upgrade headers come last. Null if the request was answered with a
    // refusal.
    private async Task<AcceptedSocket?> ConnectAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!WebSocketUpgrade.IsMethodAllowed(context))
        {
            return Refuse(context, ConnectRefusal.Method, StatusCodes.Status400BadRequest);
        }

        if (ConnectParams.TryRead(request) is not { } parameters)
        {
            return Refuse(context, ConnectRefusal.Params, StatusCodes.Status400BadRequest);
        }

        if (!mount.Options.CheckOrigin.IsAllowed(context))
        {
            return Refuse(context, ConnectRefusal.Origin, StatusCodes.Status403Forbidden);
        }

        var offer = new SubprotocolOffer(request);
        string? authToken = null;
        if (mount.Options.AuthToken && !offer.TryTakeAuthToken(request, out authToken))
        {
            return Refuse(context, ConnectRefusal.AuthToken, StatusCodes.Status400BadRequest);
        }

        if (!offer.TrySelect(mount.Options, out string? subprotocol))
        {
            return Refuse(context, ConnectRefusal.Subprotocol, StatusCodes.Status403Forbidden);
        }

        context.Response.Headers.SecWebSocketProtocol = subprotocol;
        if (ProtocolVersion.Find(parameters) is not { } format)
        {
            return Refuse(context, ConnectRefusal.Version, StatusCodes.Status403Forbidden);
        }

        var connecting = new ConnectContext(context, parameters, "websocket", authToken, mount.Services.Logger);
        ConnectResult result = await mount.ConnectAsync(context, connecting, TelemetryTags.WebSocket);
        if (!result.IsAccepted)
        {
            await RefuseAsync(context, result);
            return null;
        }

        if (WebSocketUpgrade.FindError(context) is { } error)
        {
            Telemetry.OnConnectRefused(ConnectRefusal.Upgrade);
            await connecting.Socket.ReleaseAsync();
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(error, context.RequestAborted);
            return null;
        }

        // The HTTP server's own WebSocket has no compressed frames.
        bool mayCompress = mount.Options.Compress && !WebSocketUpgrade.HasOwnWebSocket(context);
        string? extensions = mayCompress ? DeflateOffer.Accept(request.Headers.SecWebSocketExtensions) : null;
        context.Response.Headers.SecWebSocketExtensions = extensions;
        return new AcceptedSocket(format, connecting.Socket, IsCompressed: extensions is not null);
    }

    private AcceptedSocket? Refuse(HttpContext context, string reason, int statusCode)
    {
        Telemetry.OnConnectRefused(reason);
        context.Response.StatusCode = statusCode;
        return null;
    }

    private Task RefuseAsync(HttpContext context, ConnectResult refusal)
    {
        context.Response.StatusCode = refusal.StatusCode;
        if (mount.Options.ErrorHandler is { } handle)
        {
            return handle(context, refusal);
        }

        return refusal.Text is { } text ? context.Response.WriteAsync(text, context.RequestAborted) : Task.CompletedTask;
    }

    // The exception is logged and not sent to the client.
    private void OnFailure(HttpContext context, Exception exception)
    {
        Log.ConnectFailed(mount.Services.Logger, exception);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    private async Task<Stream> UpgradeAsync(HttpContext context, AcceptedSocket socket)
    {
        try
        {
            return await WebSocketUpgrade.AcceptAsync(context);
        }
        catch (Exception)
        {
            await socket.Context.ReleaseAsync();
            throw;
        }
    }

    private async Task RunAsync(HttpContext context, Stream stream, AcceptedSocket socket)
    {
        if (!WebSocketUpgrade.IsStream(context)
            && context.Features.Get<HandoverConnection>() is { } connection
            && connection.TryHandOver((transport, abort) =>
                CreateSession(
                    transport.Input,
                    transport.Output,
                    DirectSocket(context, transport.Input),
                    abort,
                    socket,
                    connection.ConnectionClosed)))
        {
            // The session starts to run when the HTTP server disposes the connection.
            return;
        }

        // The request lasts as long as the connection. A timeout would cancel RequestAborted although the client is still there.
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        PipeReader input = PipeReader.Create(stream, new StreamPipeReaderOptions(useZeroByteReads: true, leaveOpen: true));
        PipeWriter output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        Action abort = stream is FrameStream own ? own.Abort : context.Abort;
        await using (stream)
        {
            await CreateSession(input, output, null, abort, socket, context.RequestAborted).RunAsync();
            await input.CompleteAsync();
            await output.CompleteAsync();
        }
    }

    private SocketSession CreateSession(
        PipeReader input, PipeWriter output, Socket? direct, Action abort, AcceptedSocket socket, CancellationToken lost) =>
        new(new FrameSink(output, direct, abort), input, socket, mount, connections, lost);

    /// <summary>Gets the socket below a transport; null if the connection must be written to through the transport's output.</summary>
    private static Socket? DirectSocket(HttpContext context, PipeReader input)
    {
        if (input.TryRead(out ReadResult result))
        {
            // The client has sent frames before it received the response to its upgrade request, which the protocol does not allow. The
            // response may still be in the output, and bytes that are written to the socket would arrive before it.
            input.AdvanceTo(result.Buffer.Start);
            return null;
        }

        return context.Features.Get<IConnectionSocketFeature>()?.Socket;
    }
}
