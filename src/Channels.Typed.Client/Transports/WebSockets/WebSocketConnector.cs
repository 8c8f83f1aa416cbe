using System.Net;
using System.Net.Http;
using System.Net.WebSockets;
using Channels.Typed.Client.Compatibility;

namespace Channels.Typed.Client.Transports.WebSockets;

/// <summary>Connects by WebSocket.</summary>
internal sealed class WebSocketConnector(SocketSettings settings) : IClientTransportFactory
{
    public async Task<IClientTransport> ConnectAsync(TransportRequest request, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        var coalescing = new CoalescingSwitch();
        HttpMessageHandler? handler = null;
        try
        {
            // In a browser this would throw, as most options there.
            IWebProxy? untouched = WebSocketCompat.TakesHandlers ? socket.Options.Proxy : null;
            Configure(socket.Options, request.AuthToken);
            handler = WebSocketCompat.TakesHandlers ? settings.CreateHttpHandler() : null;
            handler ??= WebSocketHandlers.Create(socket.Options, untouched, coalescing);
            await socket.ConnectByAsync(request.WebSocketUri, handler, cancellationToken).ConfigureAwait(false);
            return new WebSocketTransport(socket, settings.MaxMessageBytes, coalescing, handler);
        }
        catch (Exception e)
        {
            int status = WebSocketCompat.HttpStatus(socket);
            socket.Dispose();
            handler?.Dispose();
            if (status >= 300)
            {
                throw new ConnectRefusedException(status, e);
            }

            throw;
        }
    }

    private void Configure(ClientWebSocketOptions options, string? authToken)
    {
        WebSocketCompat.CollectHttpStatus(options);

        // In a browser there are neither headers nor a proxy (BrowserRules).
        if (!ClientPlatform.IsBrowser)
        {
            foreach (KeyValuePair<string, string> header in settings.Headers)
            {
                options.SetRequestHeader(header.Key, header.Value);
            }

            if (settings.Proxy is not null)
            {
                options.Proxy = settings.Proxy;
            }
        }

        AuthTokens.Offer(options, settings.Subprotocols, authToken);
        settings.ConfigureWebSocket?.Invoke(options);
    }
}
