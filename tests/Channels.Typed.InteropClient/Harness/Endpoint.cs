using System.Net;
using Channels.Typed.Client;

namespace Channels.Typed.InteropClient.Harness;

/// <summary>The server under test and one way to talk to it.</summary>
internal sealed class Endpoint(Uri socket, ProtocolVersion version, SocketTransport transport, int stretch)
{
    public ProtocolVersion Version { get; } = version;

    public SocketTransport Transport { get; } = transport;

    public IPEndPoint Address { get; } = new(
        IPAddress.TryParse(socket.Host, out IPAddress? address) ? address : IPAddress.Loopback, socket.Port);

    /// <summary>Gets whether bytes can be sent to the server.</summary>
    public bool CanSendBytes => Version == ProtocolVersion.V2;

    /// <summary>Gets whether the server can send bytes as well, which over long polling it cannot.</summary>
    public bool CanReceiveBytes => CanSendBytes && !IsLongPolling;

    public bool IsLongPolling => Transport == SocketTransport.LongPolling;

    /// <summary>A time on the mount "short", where the server may be told to be so many times as slow.</summary>
    public TimeSpan Stretched(int milliseconds) => TimeSpan.FromMilliseconds((double)milliseconds * stretch);

    /// <summary>A mount beside the one that was given, <c>/socket</c>; through a proxy if a port is given.</summary>
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
