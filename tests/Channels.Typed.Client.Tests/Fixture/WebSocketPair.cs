using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>Both sides of a WebSocket over a local TCP connection.</summary>
internal sealed class WebSocketPair : IDisposable
{
    private WebSocketPair(WebSocket client, WebSocket server)
    {
        Client = client;
        Server = server;
    }

    public WebSocket Client { get; }

    public WebSocket Server { get; }

    /// <summary>Connects; the client's stream may be wrapped.</summary>
    public static async Task<WebSocketPair> CreateAsync(Func<Stream, Stream>? wrap = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint).Within();
        TcpClient server = await listener.AcceptTcpClientAsync().Within();
        return new WebSocketPair(
            WebSocket.CreateFromStream(wrap?.Invoke(client.GetStream()) ?? client.GetStream(), new WebSocketCreationOptions()),
            WebSocket.CreateFromStream(server.GetStream(), new WebSocketCreationOptions { IsServer = true }));
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
