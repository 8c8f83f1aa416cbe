using System.Net.Http;
using Channels.Typed.Client.Compatibility;

namespace Channels.Typed.Client.Transports.LongPolling;

/// <summary>Makes the HTTP handler of one long-polling connection.</summary>
internal static class HttpHandlers
{
#if NET
    // A session can last for days, and the address of the server may change in that time.
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
        if (settings.Proxy is not null && !ClientPlatform.IsBrowser)
        {
            plain.Proxy = settings.Proxy;
        }

        return plain;
    }

    /// <summary>
    /// Whether the handler repeats a request without a body on another connection if the first connection breaks before the response, and
    /// also accepts a GET with a body, which prevents the repetition. Other handlers either report the break, or reject such a GET.
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
