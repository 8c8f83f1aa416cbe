using System.Net;
using System.Net.Http;
using System.Net.WebSockets;
#if NET
using System.Runtime.Versioning;
#endif

namespace Channels.Typed.Client.Transports.WebSockets;

/// <summary>
/// Makes the HTTP handler of one WebSocket. It does the same as the platform's own handler, and adds a <c>CoalescingStream</c> to the
/// connection. A WebSocket does not accept a handler together with options about connecting, so this class moves these options to the
/// handler.
/// </summary>
internal static class WebSocketHandlers
{
#if NET
    /// <summary>Makes the handler; <see langword="null"/> if the platform has none of this kind.</summary>
    /// <param name="options">The options as the application has set them. The options about connecting are reset.</param>
    /// <param name="untouched">The proxy of new options, which stands for the proxy of the system.</param>
    /// <param name="coalescing">The switch of the stream.</param>
    /// <returns>The handler. The caller disposes it after the WebSocket.</returns>
    public static HttpMessageHandler? Create(ClientWebSocketOptions options, IWebProxy? untouched, CoalescingSwitch coalescing)
    {
        if (OperatingSystem.IsBrowser() || !SocketsHttpHandler.IsSupported)
        {
            return null;
        }

        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.Zero,
            UseCookies = options.Cookies is not null,
            PlaintextStreamFilter = (context, _) => new ValueTask<Stream>(
                context.NegotiatedHttpVersion == HttpVersion.Version11
                    ? new CoalescingStream(context.PlaintextStream, coalescing)
                    : context.PlaintextStream),
        };
        MoveProxy(options, untouched, handler);
        MoveCredentials(options, handler);
        if (options.Cookies is { } cookies)
        {
            handler.CookieContainer = cookies;
            options.Cookies = null;
        }

        return handler;
    }

    [UnsupportedOSPlatform("browser")]
    private static void MoveProxy(ClientWebSocketOptions options, IWebProxy? untouched, SocketsHttpHandler handler)
    {
        if (!ReferenceEquals(options.Proxy, untouched))
        {
            handler.UseProxy = options.Proxy is not null;
            handler.Proxy = options.Proxy;
            options.Proxy = untouched;
        }
    }

    [UnsupportedOSPlatform("browser")]
    private static void MoveCredentials(ClientWebSocketOptions options, SocketsHttpHandler handler)
    {
        handler.Credentials = options.UseDefaultCredentials ? CredentialCache.DefaultCredentials : options.Credentials;
        options.UseDefaultCredentials = false;
        options.Credentials = null;
        handler.SslOptions.RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback;
        options.RemoteCertificateValidationCallback = null;
        if (options.ClientCertificates.Count > 0)
        {
            handler.SslOptions.ClientCertificates = options.ClientCertificates;
            options.ClientCertificates = [];
        }
    }
#else
    public static HttpMessageHandler? Create(ClientWebSocketOptions options, IWebProxy? untouched, CoalescingSwitch coalescing) => null;
#endif
}
