using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Channels.Typed.Soak;

/// <summary>A WebSocket with access to its TCP socket, so it can abort or send malformed frames.</summary>
internal sealed class SoakSocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _tcp;
    private readonly NetworkStream _stream;
    private readonly WebSocket _socket;
    private readonly byte[] _buffer = new byte[2048];

    private SoakSocket(Socket tcp, NetworkStream stream, int? bytesPerSecond)
    {
        _tcp = tcp;
        _stream = stream;
        _socket = WebSocket.CreateFromStream(
            bytesPerSecond is { } rate ? new SlowStream(stream, rate) : stream, new WebSocketCreationOptions());
    }

    /// <summary>Connects; null if the server refuses.</summary>
    /// <param name="server">The address of the server.</param>
    /// <param name="query">The query of the request.</param>
    /// <param name="bytesPerSecond">How fast this client reads; null for as fast as it can.</param>
    public static async Task<SoakSocket?> ConnectAsync(Uri server, string query = "vsn=2.0.0", int? bytesPerSecond = null)
    {
        using var guard = new CancellationTokenSource(Patience);
        var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (bytesPerSecond is not null)
        {
            tcp.ReceiveBufferSize = 64 * 1024; // Otherwise the operating system takes megabytes for this client.
        }

        try
        {
            await tcp.ConnectAsync(server.Host, server.Port, guard.Token);
            var stream = new NetworkStream(tcp, ownsSocket: true);
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"GET /socket/websocket?{query} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
                guard.Token);
            var answer = new StringBuilder();
            var one = new byte[1];
            while (answer.Length < 4 || answer.ToString(answer.Length - 4, 4) != "\r\n\r\n")
            {
                await stream.ReadExactlyAsync(one, guard.Token);
                answer.Append((char)one[0]);
            }

            if (answer.ToString().StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
            {
                return new SoakSocket(tcp, stream, bytesPerSecond);
            }
        }
        catch
        {
            tcp.Dispose();
            throw;
        }

        tcp.Dispose();
        return null;
    }

    /// <summary>Sends a message and waits for the reply with its ref. Earlier messages are skipped.</summary>
    public async Task<string> CallAsync(string joinRef, string reference, string topic, string name, string payload = "{}")
    {
        using var guard = new CancellationTokenSource(Patience);
        await SendAsync($"""["{joinRef}","{reference}","{topic}","{name}",{payload}]""", guard.Token);
        string message;
        do
        {
            message = await ReceiveAsync(guard.Token);
        }
        while (!message.Contains($",\"{reference}\",\"{topic}\",\"phx_reply\"", StringComparison.Ordinal));
        return message;
    }

    /// <summary>Sends a message, and does not wait for a reply.</summary>
    public Task SendAsync(string message, CancellationToken cancellationToken) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>Receives the next message.</summary>
    /// <exception cref="IOException">The server has closed the connection.</exception>
    public async Task<string> ReceiveAsync(CancellationToken cancellationToken)
    {
        var message = new StringBuilder(); // Messages are ASCII.
        while (true)
        {
            WebSocketReceiveResult result = await _socket.ReceiveAsync(_buffer, cancellationToken);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                throw new IOException($"Closed with {(int?)result.CloseStatus}.");
            }

            message.Append(Encoding.ASCII.GetString(_buffer, 0, result.Count));
            if (result.EndOfMessage)
            {
                return message.ToString();
            }
        }
    }

    /// <summary>Sends malformed messages and waits for the close. Returns whether its code is 1011.</summary>
    public async Task<bool> SendGarbageAsync(int frames)
    {
        using var guard = new CancellationTokenSource(Patience);
        byte[] frame = [0x81, 0x83, 0, 0, 0, 0, (byte)'n', (byte)'o', (byte)'!'];
        byte[] garbage = [.. Enumerable.Repeat(frame, frames).SelectMany(bytes => bytes)];
        await _stream.WriteAsync(garbage, guard.Token);
        WebSocketReceiveResult result;
        do
        {
            result = await _socket.ReceiveAsync(_buffer, guard.Token);
        }
        while (result.MessageType != WebSocketMessageType.Close);
        return (int?)result.CloseStatus == 1011;
    }

    public async Task CloseAsync()
    {
        using var guard = new CancellationTokenSource(Patience);
        await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, guard.Token);
    }

    /// <summary>Aborts the connection: the server gets a TCP reset.</summary>
    public void Abort() => _tcp.Close(timeout: 0);

    public void Dispose()
    {
        _socket.Dispose();
        _stream.Dispose();
    }
}
