using System.Net.Http;

namespace Channels.Typed.Client.Transports.LongPolling;

/// <summary>The HTTP handler of one connection.</summary>
internal static class HttpHandlers
{
#if NET
    // A session can last for days, and the server's address may change meanwhile.
    private static readonly TimeSpan PooledConnectionLifetime = TimeSpan.FromMinutes(2);
#endif

    public static HttpMessageHandler Create(SocketSettings settings)
    {
        if (settings.CreateHttpHandler() is { } ofApplication)
        {
            return ofApplication;
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

    /// <summary>
    /// Whether the handler makes a request without a body again, on a connection of its own choice, when the one that it used breaks before the answer, and
    /// whether a GET may have a body to prevent it. Other handlers either tell of the break, or refuse such a GET.
    /// </summary>
    public static bool RepeatsUnlessThereIsABody(HttpMessageHandler handler)
    {
#if NET
        HttpMessageHandler? innermost = handler;
        while (innermost is DelegatingHandler outer)
        {
            innermost = outer.InnerHandler;
        }

        return innermost is SocketsHttpHandler;
#else
        return false;
#endif
    }
}
