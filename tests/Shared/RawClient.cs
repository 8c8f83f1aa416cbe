using System.Net.WebSockets;
using System.Text;

namespace Channels.Typed.Tests.Shared;

/// <summary>A WebSocket client that sends and expects exact messages. It does not interpret the protocol.</summary>
public sealed class RawClient : IDisposable
{
    private readonly WebSocket _socket;

    private RawClient(WebSocket socket) => _socket = socket;

    /// <summary>The subprotocol that the server selected, or null.</summary>
    public string? Subprotocol => _socket.SubProtocol;

    /// <summary>Connects. If the server refuses, this throws what <see cref="ClientWebSocket"/> throws.</summary>
    public static Task<RawClient> ConnectAsync(Uri server, string pathAndQuery, Action<ClientWebSocketOptions>? configure = null) =>
        ConnectAsync(new Uri($"ws://{server.Authority}{pathAndQuery}"), configure);

    /// <inheritdoc cref="ConnectAsync(Uri, string, Action{ClientWebSocketOptions}?)"/>
    public static async Task<RawClient> ConnectAsync(
        Uri address, Action<ClientWebSocketOptions>? configure = null, HttpMessageInvoker? invoker = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        configure?.Invoke(socket.Options);
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await socket.ConnectAsync(address, invoker, guard.Token);
        return new RawClient(socket);
    }

    /// <summary>Uses a WebSocket that is connected. The client disposes it.</summary>
    public static RawClient Over(WebSocket socket) => new(socket);

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    /// <summary>Sends a binary message, given as Latin-1 text.</summary>
    public Task SendBinaryAsync(string bytes) => SendAsync(Encoding.Latin1.GetBytes(bytes), WebSocketMessageType.Binary);

    public async Task SendAsync(byte[] bytes, WebSocketMessageType type, bool isLast = true)
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await _socket.SendAsync(bytes, type, isLast, guard.Token);
    }

    /// <summary>Sends a close frame and does not wait for the answer.</summary>
    public async Task SendCloseAsync(WebSocketCloseStatus status)
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await _socket.CloseOutputAsync(status, null, guard.Token);
    }

    /// <summary>Closes with code 1000 and waits for the server's answer.</summary>
    public async Task CloseAsync()
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, guard.Token);
    }

    /// <summary>Expects these messages next, in this order.</summary>
    public async Task ExpectAsync(params string[] messages)
    {
        foreach (string message in messages)
        {
            Assert.Equal(message, await ReceiveAsync());
        }
    }

    /// <summary>Expects a binary message next, given as Latin-1 text.</summary>
    public Task ExpectBinaryAsync(string bytes) => ExpectAsync("binary " + bytes);

    public Task ExpectCloseAsync(int code) => ExpectAsync($"close {code}");

    /// <summary>Expects that the server has sent nothing more: the reply to a heartbeat is the next message.</summary>
    public async Task ExpectSilenceAsync()
    {
        await SendAsync("""[null,"hb","phoenix","heartbeat",{}]""");
        await ExpectAsync("""[null,"hb","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }

    /// <summary>
    /// The next message as text. A binary message is "binary " and its bytes as Latin-1 text; a close is "close " and its code.
    /// </summary>
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
