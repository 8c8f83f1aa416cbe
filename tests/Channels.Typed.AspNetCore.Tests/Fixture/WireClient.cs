using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A WebSocket client that shows and sends the bytes of frames.</summary>
internal sealed class WireClient : IDisposable
{
    private readonly TcpClient _tcp = new();

    private WireClient()
    {
    }

    /// <summary>The server's answer to the upgrade, up to its empty line.</summary>
    public string Answer { get; private set; } = "";

    public static async Task<WireClient> ConnectAsync(Uri server, string target, params string[] headers)
    {
        var client = new WireClient();
        using var guard = new CancellationTokenSource(Patience.Time);
        await client._tcp.ConnectAsync(IPAddress.Loopback, server.Port, guard.Token);
        string request = string.Join(
            "\r\n",
            [
                $"GET {target} HTTP/1.1", "Host: x", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", .. headers, "", "",
            ]);
        await client._tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), guard.Token);
        while (!client.Answer.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            client.Answer += (char)(await client.ReadAsync(1))[0];
        }

        return client;
    }

    /// <summary>Sends a frame with a mask that changes nothing.</summary>
    public async Task SendAsync(byte firstByte, byte[] payload)
    {
        Assert.InRange(payload.Length, 0, ushort.MaxValue);
        byte[] header = payload.Length < 126
            ? [firstByte, (byte)(0x80 | payload.Length), 0, 0, 0, 0]
            : [firstByte, 0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length, 0, 0, 0, 0];
        using var guard = new CancellationTokenSource(Patience.Time);
        await _tcp.GetStream().WriteAsync((byte[])[.. header, .. payload], guard.Token);
    }

    /// <summary>Sends bytes, whatever they are.</summary>
    public async Task SendBytesAsync(params byte[] bytes)
    {
        using var guard = new CancellationTokenSource(Patience.Time);
        await _tcp.GetStream().WriteAsync(bytes, guard.Token);
    }

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
        using var guard = new CancellationTokenSource(Patience.Time);
        await _tcp.GetStream().ReadExactlyAsync(bytes, guard.Token);
        return bytes;
    }
}
