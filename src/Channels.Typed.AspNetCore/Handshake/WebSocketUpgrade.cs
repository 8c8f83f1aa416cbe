using System.Security.Cryptography;
using System.Text;
using Channels.Typed.AspNetCore.Transports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Primitives;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>
/// The opening handshake of a WebSocket: RFC 6455, section 4.2, over HTTP/2 RFC 8441, section 5, or the HTTP server's own.
/// </summary>
internal static class WebSocketUpgrade
{
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>
    /// Gets a value indicating whether the method allows a handshake: GET, or CONNECT for a stream of an HTTP/2 connection.
    /// </summary>
    public static bool IsMethodAllowed(HttpContext context) => HttpMethods.IsGet(context.Request.Method) || IsStream(context);

    /// <summary>Gets a value indicating whether the WebSocket is a stream of an HTTP/2 connection, which other requests share.</summary>
    public static bool IsStream(HttpContext context) => context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>
    /// Gets a value indicating whether the HTTP server cannot upgrade the request and has a WebSocket of its own for it, as TestServer has.
    /// </summary>
    public static bool HasOwnWebSocket(HttpContext context) =>
        !IsStream(context)
        && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }
        && context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true };

    /// <summary>Finds the first error of a handshake request. The text is the one that Phoenix sends; null if there is no error.</summary>
    public static string? FindError(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            // An HTTP/2 handshake has no key and no upgrade header. The :protocol pseudo-header replaces both.
            return string.Equals(connect.Protocol, "websocket", StringComparison.OrdinalIgnoreCase)
                ? FindVersionError(headers)
                : "':protocol' must be 'websocket'";
        }

        if (HasOwnWebSocket(context))
        {
            return null; // The HTTP server has checked the request.
        }

        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            return $"'connection' header must contain 'upgrade', got {Describe(headers.Connection)}";
        }

        if (!headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase))
        {
            return $"'upgrade' header must contain 'websocket', got {Describe(headers.Upgrade)}";
        }

        if (headers.SecWebSocketKey.Count == 0)
        {
            return "'sec-websocket-key' header is absent";
        }

        Span<byte> key = stackalloc byte[32];
        if (!Convert.TryFromBase64String(headers.SecWebSocketKey.ToString(), key, out int length) || length != 16)
        {
            return "'sec-websocket-key' header must be 16 bytes in base64";
        }

        return FindVersionError(headers);
    }

    /// <summary>Upgrades a request for which <see cref="FindError"/> has found no error.</summary>
    /// <returns>The stream of the connection's frames.</returns>
    public static async Task<Stream> AcceptAsync(HttpContext context)
    {
        // The request lasts as long as the connection, so a request timeout must not end it.
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            return await connect.AcceptAsync();
        }

        IHeaderDictionary headers = context.Response.Headers;
        if (HasOwnWebSocket(context))
        {
            var accept = new WebSocketAcceptContext
            {
                SubProtocol = headers.SecWebSocketProtocol.Count == 0 ? null : headers.SecWebSocketProtocol.ToString(),
                KeepAliveInterval = TimeSpan.Zero, // The client sends heartbeats.
            };
            return new FrameStream(await context.Features.GetRequiredFeature<IHttpWebSocketFeature>().AcceptAsync(accept));
        }

        headers.Upgrade = "websocket";
        headers.Connection = "Upgrade";
        headers.SecWebSocketAccept = Convert.ToBase64String(
            SHA1.HashData(Encoding.ASCII.GetBytes(context.Request.Headers.SecWebSocketKey + Magic)));
        return await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }

    private static string? FindVersionError(IHeaderDictionary headers) => headers.SecWebSocketVersion == "13"
        ? null
        : $"'sec-websocket-version' header must equal '13', got {Describe(headers.SecWebSocketVersion)}";

    private static string Describe(StringValues values) => values.Count == 0 ? "[]" : $"[\"{string.Join("\", \"", values.ToArray())}\"]";
}
