using Channels.Typed.Client.Sockets;

namespace Channels.Typed.Client.Transports;

/// <summary>What the options say about how to connect.</summary>
internal static class Transporter
{
    public static IClientTransportFactory Create(SocketSettings settings) => settings.TransportFactory ?? settings.Transport switch
    {
        SocketTransport.LongPolling => new LongPollConnector(settings),
        _ => new WebSocketConnector(settings),
    };
}
