using System.Net;
using Channels.Typed.Client;

namespace Channels.Typed.InteropClient.Harness;

/// <summary>The server under test, with a protocol version and a transport.</summary>
internal sealed class Endpoint(Uri socket, ProtocolVersion version, SocketTransport transport, int stretch)
{
    public ProtocolVersion Version { get; } = version;

    public SocketTransport Transport { get; } = transport;

    public IPEndPoint Address { get; } = new(
        IPAddress.TryParse(socket.Host, out IPAddress? address) ? address : IPAddress.Loopback, socket.Port);

    /// <summary>Gets whether binary payloads can be sent to the server.</summary>
    public bool CanSendBytes => Version == ProtocolVersion.V2;

    /// <summary>Gets whether the server can send binary payloads, which is not possible over long polling.</summary>
    public bool CanReceiveBytes => CanSendBytes && !IsLongPolling;

    public bool IsLongPolling => Transport == SocketTransport.LongPolling;

    /// <summary>A time on the mount "short". The server can be configured to use multiples of its times there.</summary>
    public TimeSpan Stretched(int milliseconds) => TimeSpan.FromMilliseconds((double)milliseconds * stretch);

    /// <summary>Returns the address of a mount next to <c>/socket</c>, through a proxy if a port is given.</summary>
    public Uri Mount(string? name, int? proxyPort = null)
    {
        var address = new UriBuilder(socket);
        if (name is not null)
        {
            address.Path = new Uri(socket, name).AbsolutePath;
        }

        if (proxyPort is { } port)
        {
            address.Host = "127.0.0.1";
            address.Port = port;
        }

        return address.Uri;
    }

    public override string ToString() => (Version == ProtocolVersion.V1 ? "v1 " : "v2 ") + (IsLongPolling ? "longpoll" : "websocket");
}
