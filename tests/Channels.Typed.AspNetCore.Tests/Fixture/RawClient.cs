using System.Net.WebSockets;
using System.Text;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A WebSocket client that sends and expects exact text.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    private RawClient()
    {
    }

    public static async Task<RawClient> ConnectAsync(Uri uri, Action<ClientWebSocketOptions>? configure, HttpMessageInvoker? invoker = null)
    {
        var client = new RawClient();
        client._socket.Options.CollectHttpResponseDetails = true;
        client._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        configure?.Invoke(client._socket.Options);
        using var guard = new CancellationTokenSource(Patience.Time);
        await client._socket.ConnectAsync(uri, invoker, guard.Token);
        return client;
    }

    /// <summary>Closes with code 1000 and waits for the server's answer.</summary>
    public async Task CloseAsync()
    {
        using var guard = new CancellationTokenSource(Patience.Time);
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, guard.Token);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public async Task SendAsync(byte[] bytes, WebSocketMessageType type, bool isLast = true)
    {
        using var guard = new CancellationTokenSource(Patience.Time);
        await _socket.SendAsync(bytes, type, isLast, guard.Token);
    }

    public async Task<string> ReceiveAsync()
    {
        (WebSocketMessageType type, byte[] bytes) = await ReceiveAnyAsync();
        return type == WebSocketMessageType.Close ? $"close {(int)_socket.CloseStatus!}" : Encoding.UTF8.GetString(bytes);
    }

    public async Task ExpectAsync(params string[] frames)
    {
        foreach (string frame in frames)
        {
            Assert.Equal(frame, await ReceiveAsync());
        }
    }

    /// <summary>The next message is binary and has these bytes, given as Latin-1 text.</summary>
    public async Task ExpectBinaryAsync(string bytes)
    {
        (WebSocketMessageType type, byte[] received) = await ReceiveAnyAsync();
        Assert.Equal((WebSocketMessageType.Binary, bytes), (type, Encoding.Latin1.GetString(received)));
    }

    /// <summary>Nothing is on its way: a heartbeat's answer comes first.</summary>
    public async Task ExpectSilenceAsync()
    {
        await SendAsync("""[null,"hb","phoenix","heartbeat",{}]""");
        await ExpectAsync("""[null,"hb","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }

    public void Dispose() => _socket.Dispose();

    private async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAnyAsync()
    {
        using var guard = new CancellationTokenSource(Patience.Time);
        using var message = new MemoryStream();
        var buffer = new byte[8192];
        while (true)
        {
            WebSocketReceiveResult result = await _socket.ReceiveAsync(buffer, guard.Token);
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage)
            {
                return (result.MessageType, message.ToArray());
            }
        }
    }
}
