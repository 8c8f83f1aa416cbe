using Channels.Typed.Client.Fallback;
using Channels.Typed.Client.Sockets;

namespace Channels.Typed.Client.Transports;

/// <summary>What the options say about how to connect.</summary>
internal static class Transporter
{
    public static IClientTransportFactory Create(SocketSettings settings, RequestSource requests) => settings.TransportFactory ?? settings.Transport switch
    {
        SocketTransport.LongPolling => new LongPollConnector(settings),
        SocketTransport.WebSocketThenLongPolling =>
            new FallbackConnector(settings, requests, new WebSocketConnector(settings), new LongPollConnector(settings)),
        _ => new WebSocketConnector(settings),
    };
}
