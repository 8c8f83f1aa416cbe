using System.Net.WebSockets;
using System.Text;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>A WebSocket client that knows nothing of the protocol: it sends and expects exact messages.</summary>
public sealed class WireClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    private WireClient()
    {
    }

    public string? Subprotocol => _socket.SubProtocol;

    /// <summary>Connects, or throws what the server's refusal looks like to a client.</summary>
    public static async Task<WireClient> ConnectAsync(Uri server, string pathAndQuery, Action<ClientWebSocketOptions>? configure = null)
    {
        var client = new WireClient();
        client._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        configure?.Invoke(client._socket.Options);
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await client._socket.ConnectAsync(new Uri($"ws://{server.Authority}{pathAndQuery}"), guard.Token);
        return client;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    /// <summary>Sends a binary message, given as Latin-1 text.</summary>
    public Task SendBinaryAsync(string bytes) => SendAsync(Encoding.Latin1.GetBytes(bytes), WebSocketMessageType.Binary);

    public async Task SendAsync(byte[] bytes, WebSocketMessageType type, bool isLast = true)
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await _socket.SendAsync(bytes, type, isLast, guard.Token);
    }

    public async Task CloseAsync(WebSocketCloseStatus status)
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await _socket.CloseOutputAsync(status, null, guard.Token);
    }

    /// <summary>The next messages are these.</summary>
    public async Task ExpectAsync(params string[] messages)
    {
        foreach (string message in messages)
        {
            Assert.Equal(message, await ReceiveAsync());
        }
    }

    /// <summary>The next message is binary and has these bytes, given as Latin-1 text.</summary>
    public Task ExpectBinaryAsync(string bytes) => ExpectAsync("binary " + bytes);

    public Task ExpectCloseAsync(int code) => ExpectAsync($"close {code}");

    /// <summary>Nothing was on its way: the answer to a heartbeat comes first.</summary>
    public async Task ExpectSilenceAsync()
    {
        await SendAsync("""[null,"hb","phoenix","heartbeat",{}]""");
        await ExpectAsync("""[null,"hb","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }

    public async Task<string> ReceiveAsync()
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        using var message = new MemoryStream();
        var buffer = new byte[8192];
        while (true)
        {
            WebSocketReceiveResult result = await _socket.ReceiveAsync(buffer, guard.Token);
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage)
            {
                return result.MessageType switch
                {
                    WebSocketMessageType.Close => $"close {(int)_socket.CloseStatus!}",
                    WebSocketMessageType.Binary => "binary " + Encoding.Latin1.GetString(message.ToArray()),
                    _ => Encoding.UTF8.GetString(message.ToArray()),
                };
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
