using System.Net.Sockets;
using System.Text;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>A connection below WebSocket, for what no WebSocket client would send.</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

    private RawSocket()
    {
    }

    /// <summary>A connection whose upgrade to WebSocket has been answered.</summary>
    public static async Task<RawSocket> UpgradeAsync(Uri server, string pathAndQuery)
    {
        var raw = new RawSocket();
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await raw._socket.ConnectAsync(server.Host, server.Port, guard.Token);
        await raw.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {pathAndQuery} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await raw.ReceiveAsync(1))[0]);
        }

        Assert.StartsWith("HTTP/1.1 101 ", head.ToString(), StringComparison.Ordinal);
        return raw;
    }

    public async Task SendAsync(byte[] bytes)
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await _socket.SendAsync(bytes, guard.Token);
    }

    public async Task<byte[]> ReceiveAsync(int count)
    {
        var bytes = new byte[count];
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        for (int length = 0; length < count;)
        {
            int more = await _socket.ReceiveAsync(bytes.AsMemory(length), guard.Token);
            Assert.True(more > 0, "The server closed the connection.");
            length += more;
        }

        return bytes;
    }

    public void Dispose() => _socket.Dispose();
}
