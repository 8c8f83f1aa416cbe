using System.Net.Http;
using Channels.Typed.Client.Sockets;

namespace Channels.Typed.Client.Transports;

/// <summary>The HTTP handler of one connection.</summary>
internal static class HttpHandlers
{
#if NET
    // A session can last for days, and the server's address may change meanwhile.
    private static readonly TimeSpan PooledConnectionLifetime = TimeSpan.FromMinutes(2);
#endif

    public static HttpMessageHandler Create(SocketSettings settings)
    {
        if (settings.HttpMessageHandlerFactory is { } factory)
        {
            return factory() ?? throw new InvalidOperationException("HttpMessageHandlerFactory returned null. It must return a handler.");
        }

#if NET
        if (SocketsHttpHandler.IsSupported)
        {
            var handler = new SocketsHttpHandler { PooledConnectionLifetime = PooledConnectionLifetime };
            if (settings.Proxy is not null)
            {
                handler.Proxy = settings.Proxy;
            }

            return handler;
        }
#endif
        var plain = new HttpClientHandler();
        if (settings.Proxy is not null)
        {
            plain.Proxy = settings.Proxy;
        }

        return plain;
    }
}
