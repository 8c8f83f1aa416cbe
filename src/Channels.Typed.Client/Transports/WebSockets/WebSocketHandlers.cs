using System.Net;
using System.Net.Http;
using System.Net.WebSockets;

namespace Channels.Typed.Client.Transports.WebSockets;

/// <summary>
/// The HTTP handler of one WebSocket, which does what the platform's own would and puts a stream on the connection that holds writes together.
/// A WebSocket takes no handler beside options about connecting, so these move from the options to the handler.
/// </summary>
internal static class WebSocketHandlers
{
#if NET
    /// <summary>Makes the handler, if the platform has such handlers.</summary>
    /// <param name="options">What the application wants of the WebSocket.</param>
    /// <param name="untouched">The proxy that fresh options have, which stands for the system's.</param>
    /// <param name="hold">Tells the stream when to wait for more.</param>
    /// <returns>The handler, which the caller disposes after the WebSocket.</returns>
    public static HttpMessageHandler? Create(ClientWebSocketOptions options, IWebProxy? untouched, CoalescingSwitch hold)
    {
        if (OperatingSystem.IsBrowser() || !SocketsHttpHandler.IsSupported)
        {
            return null;
        }

        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.Zero,
            UseCookies = options.Cookies is not null,
            PlaintextStreamFilter = (context, _) =>
                new ValueTask<Stream>(context.NegotiatedHttpVersion == HttpVersion.Version11 ? new CoalescingStream(context.PlaintextStream, hold) : context.PlaintextStream),
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

    private static void MoveProxy(ClientWebSocketOptions options, IWebProxy? untouched, SocketsHttpHandler handler)
    {
        if (!ReferenceEquals(options.Proxy, untouched))
        {
            handler.UseProxy = options.Proxy is not null;
            handler.Proxy = options.Proxy;
            options.Proxy = untouched;
        }
    }

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
    public static HttpMessageHandler? Create(ClientWebSocketOptions options, IWebProxy? untouched, CoalescingSwitch hold) => null;
#endif
}
