using Channels.Typed.Client.Transports;
using Channels.Typed.Client.Transports.LongPolling;
using Channels.Typed.Client.Transports.WebSockets;

namespace Channels.Typed.Client.Fallback;

/// <summary>Makes the transports that the options ask for.</summary>
internal static class ClientTransports
{
    public static IClientTransportFactory Create(SocketSettings settings, RequestSource requests) =>
        settings.TransportFactory ?? settings.Transport switch
        {
            SocketTransport.LongPolling => new LongPollConnector(settings),
            SocketTransport.WebSocketThenLongPolling =>
                new FallbackConnector(settings, requests, new WebSocketConnector(settings), new LongPollConnector(settings)),
            _ => new WebSocketConnector(settings),
        };
}
