using System.IO.Pipelines;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Transports;
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
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (!origins.IsAllowed(context.Request))
        {
            Log.OriginRefused(services.Logger);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (!ProtocolVersion.IsServed(context.Request.Query))
        {
            Log.VersionRefused(services.Logger);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var request = new ConnectContext(context);
        ConnectResult result = await connect(context, request);
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
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(complaint, context.RequestAborted);
            return;
        }

        await RunAsync(context, request.Socket);
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

    private async Task RunAsync(HttpContext context, SocketContext socket)
    {
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(
            SHA1.HashData(Encoding.ASCII.GetBytes(context.Request.Headers.SecWebSocketKey + WebSocketMagic)));

        // An upgraded connection has no minimum rate and no size of its own.
        await using Stream stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        PipeReader input = PipeReader.Create(stream, new StreamPipeReaderOptions(useZeroByteReads: true, leaveOpen: true));
        var sink = new FrameSink(stream, PlainSocket(context), context.Abort);
        var transport = new WebSocketTransport(
            input, sink, services.Options, services.Time, waiting => Log.SlowConsumer(services.Logger, waiting));
        var connection = new Connection(transport, routes, socket, services);
        connections.Add(connection);
        try
        {
            connection.Open();
            await transport.RunAsync(connection, services.Options.MaxMessageBytes);
        }
        catch (Exception e)
        {
            // Ours to find; no other connection is touched by it.
            Log.ConnectionFailed(services.Logger, e);
            context.Abort();
        }
        finally
        {
            connections.Remove(connection);
            await connection.CloseAsync();
            await input.CompleteAsync();
        }
    }

    /// <summary>The socket, if what is written to it reaches the client as it is: no TLS in between.</summary>
    private static Socket? PlainSocket(HttpContext context) =>
        context.Request.IsHttps || context.Features.Get<ITlsHandshakeFeature>() is not null
            ? null
            : context.Features.Get<IConnectionSocketFeature>()?.Socket;
}
