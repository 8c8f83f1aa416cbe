using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Formats;
using Channels.Typed.AspNetCore.Handover;
using Channels.Typed.AspNetCore.Observability;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Channels.Typed.AspNetCore.Sockets;

/// <summary>Answers the requests of one mounted socket: checks, connect, upgrade, and then the connection until its end.</summary>
internal sealed class SocketEndpoint(
    SocketRoutes routes,
    OriginPolicy origins,
    Func<HttpContext, ConnectContext, ValueTask<ConnectResult>> connect,
    ConnectionServices services,
    ConnectionRegistry connections)
{
    private const string WebSocketMagic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    // In the order of protocol section "Connect"; the upgrade itself is looked at last.
    public async Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            services.Telemetry.OnConnectRefused(ConnectRefusal.Method);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (!origins.IsAllowed(context.Request))
        {
            services.Telemetry.OnConnectRefused(ConnectRefusal.Origin);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (ProtocolVersion.Find(context.Request.Query) is not { } format)
        {
            services.Telemetry.OnConnectRefused(ConnectRefusal.Version);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var request = new ConnectContext(context);
        ConnectResult result = await services.Telemetry.ConnectAsync(connect, context, request, TelemetryTags.WebSocket);
        if (!result.IsAccepted)
        {
            context.Response.StatusCode = result.StatusCode;
            if (result.Text is { } text)
            {
                await context.Response.WriteAsync(text, context.RequestAborted);
            }

            return;
        }

        if (DescribeBadUpgrade(context) is { } complaint)
        {
            services.Telemetry.OnConnectRefused(ConnectRefusal.Upgrade);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(complaint, context.RequestAborted);
            return;
        }

        await RunAsync(context, format, request.Socket);
    }

    private static string? DescribeBadUpgrade(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            return $"'connection' header must contain 'upgrade', got [{headers.Connection}]";
        }

        if (!headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase))
        {
            return $"'upgrade' header must contain 'websocket', got [{headers.Upgrade}]";
        }

        if (headers.SecWebSocketVersion != "13")
        {
            return $"'sec-websocket-version' header must equal '13', got [{headers.SecWebSocketVersion}]";
        }

        Span<byte> key = stackalloc byte[32];
        return Convert.TryFromBase64String(headers.SecWebSocketKey.ToString(), key, out int length) && length == 16
            ? null
            : "'sec-websocket-key' header must be 16 bytes in base64";
    }

    private async Task RunAsync(HttpContext context, WireFormat format, SocketContext socket)
    {
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(
            SHA1.HashData(Encoding.ASCII.GetBytes(context.Request.Headers.SecWebSocketKey + WebSocketMagic)));

        Stream stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        if (context.Features.Get<HandoverConnection>() is { } connection
            && connection.TryTake((transport, abort) => CreateSession(transport.Input, transport.Output, DirectSocket(context, transport.Input), abort, format, socket)))
        {
            // The session begins when the HTTP server has let go of the connection.
            return;
        }

        PipeReader input = PipeReader.Create(stream, new StreamPipeReaderOptions(useZeroByteReads: true, leaveOpen: true));
        PipeWriter output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await using (stream)
        {
            await CreateSession(input, output, null, context.Abort, format, socket).RunAsync();
            await input.CompleteAsync();
            await output.CompleteAsync();
        }
    }

    private SocketSession CreateSession(PipeReader input, PipeWriter output, Socket? direct, Action abort, WireFormat format, SocketContext socket) =>
        new(input, output, direct, abort, format, socket, routes, services, connections);

    /// <summary>The socket below a transport, if it may be written to past the transport's output.</summary>
    private static Socket? DirectSocket(HttpContext context, PipeReader input)
    {
        if (input.TryRead(out ReadResult result))
        {
            // Whoever sends frames before the answer to its upgrade breaks the rules. That answer may still wait in the output, and what is
            // written past it would come first.
            input.AdvanceTo(result.Buffer.Start);
            return null;
        }

        return context.Features.Get<IConnectionSocketFeature>()?.Socket;
    }
}
