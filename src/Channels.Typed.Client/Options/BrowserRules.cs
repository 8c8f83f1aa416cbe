namespace Channels.Typed.Client;

/// <summary>
/// What a browser cannot do. Its WebSockets have an address and subprotocols, and nothing else; its HTTP requests have no proxy. Without
/// this check every attempt to connect would fail, or the option would be ignored.
/// </summary>
internal static class BrowserRules
{
    /// <exception cref="ArgumentException">A browser cannot do what an option asks for. The message names it.</exception>
    public static void Check(ChannelSocketOptions options)
    {
        // A transport of the application connects in its own way.
        if (options.TransportFactory is not null)
        {
            return;
        }

        if (options.Proxy is not null)
        {
            throw Cannot(nameof(options.Proxy), "the browser uses the proxy of its own settings", "Leave it null");
        }

        if (options.Transport != SocketTransport.LongPolling)
        {
            CheckWebSocket(options);
        }
    }

    private static void CheckWebSocket(ChannelSocketOptions options)
    {
        if (options.Headers.Count > 0)
        {
            throw Cannot(
                nameof(options.Headers),
                "a WebSocket of a browser sends no headers of the application",
                "Send the values in Params, or use SocketTransport.LongPolling");
        }

        if (options.ConfigureWebSocket is not null)
        {
            throw Cannot(
                nameof(options.ConfigureWebSocket),
                "a WebSocket of a browser has no proxy, certificates, cookies, credentials, buffers or keep-alive to set",
                "Leave it null there, and set subprotocols in Subprotocols");
        }

        if (options.HttpMessageHandlerFactory is not null && options.Transport == SocketTransport.WebSocket)
        {
            throw Cannot(
                nameof(options.HttpMessageHandlerFactory),
                "a WebSocket of a browser uses no handler",
                "Leave it null, or use a transport with long polling");
        }

        if (options.AuthToken is { } token && AuthTokenText.NeedsHeader(token))
        {
            throw Cannot(nameof(options.AuthToken), AuthTokenText.WhyNotInBrowser, AuthTokenText.InsteadInBrowser);
        }
    }

    private static ArgumentException Cannot(string option, string why, string instead) =>
        new($"{option} cannot be used in a browser: {why}. {instead}.", option);
}
