using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Channels.Typed.Tests.Shared;

/// <summary>
/// A client that sends and receives the bytes of WebSocket frames over TCP, for bytes that no WebSocket client would send.
/// </summary>
internal sealed class FrameClient : IDisposable
{
    private readonly TcpClient _tcp = new();

    private FrameClient()
    {
    }

    /// <summary>Connects to the loopback address, and returns when the server has accepted the upgrade.</summary>
    public static async Task<FrameClient> ConnectAsync(Uri server, string pathAndQuery, params string[] headers)
    {
        var client = new FrameClient();
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await client._tcp.ConnectAsync(IPAddress.Loopback, server.Port, guard.Token);
        string request = string.Join(
            "\r\n",
            [
                $"GET {pathAndQuery} HTTP/1.1", "Host: x", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", .. headers, "", "",
            ]);
        await client._tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), guard.Token);
        var response = new StringBuilder();
        while (!response.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            response.Append((char)(await client.ReadAsync(1))[0]);
        }

        Assert.StartsWith("HTTP/1.1 101 ", response.ToString(), StringComparison.Ordinal);
        return client;
    }

    /// <summary>Sends a frame with a mask of zeros, which does not change the payload.</summary>
    public async Task SendAsync(byte firstByte, byte[] payload)
    {
        Assert.InRange(payload.Length, 0, ushort.MaxValue);
        byte[] header = payload.Length < 126
            ? [firstByte, (byte)(0x80 | payload.Length), 0, 0, 0, 0]
            : [firstByte, 0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length, 0, 0, 0, 0];
        await SendBytesAsync([.. header, .. payload]);
    }

    /// <summary>Sends bytes that need not be a frame.</summary>
    public async Task SendBytesAsync(params byte[] bytes)
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await _tcp.GetStream().WriteAsync(bytes, guard.Token);
    }

    /// <summary>The next frame: its first byte, with the opcode and the flags, and its payload.</summary>
    public async Task<(byte FirstByte, byte[] Payload)> ReceiveAsync()
    {
        byte[] header = await ReadAsync(2);
        int length = header[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => (int)BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8)),
            var small => small,
        };
        return (header[0], await ReadAsync(length));
    }

    /// <summary>Expects a close frame next, with this code.</summary>
    public async Task ExpectCloseAsync(ushort code)
    {
        (byte firstByte, byte[] payload) = await ReceiveAsync();
        Assert.Equal(0x88, firstByte);
        Assert.Equal(code, BinaryPrimitives.ReadUInt16BigEndian(payload));
    }

    public void Dispose() => _tcp.Dispose();

    private async Task<byte[]> ReadAsync(int length)
    {
        var bytes = new byte[length];
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await _tcp.GetStream().ReadExactlyAsync(bytes, guard.Token);
        return bytes;
    }
}
