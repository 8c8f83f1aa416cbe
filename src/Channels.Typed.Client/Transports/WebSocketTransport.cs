using System.Net.WebSockets;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Transports;

/// <summary>Whole messages over a WebSocket. Judges by tokens and messages, never by the WebSocket's state or error codes, which platforms disagree on.</summary>
internal sealed class WebSocketTransport(WebSocket socket, int maxMessageBytes, IDisposable? owned = null) : IClientTransport
{
    private const int InitialSize = 4096;
    private const int LargestKept = 64 * 1024;

    private byte[] _buffer = new byte[Math.Min(InitialSize, maxMessageBytes)];

    public string Name => "websocket";

    public bool NeedsHeartbeat => true;

    public async ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        // What one large message needed is not kept for the rest of a connection's life.
        if (_buffer.Length > LargestKept)
        {
            _buffer = new byte[InitialSize];
        }

        int length = 0;
        while (true)
        {
            EnsureRoom(length);
            WebSocketChunk chunk = await socket.ReceiveChunkAsync(_buffer, length, cancellationToken).ConfigureAwait(false);
            length += chunk.Count;
            if (chunk.Type == WebSocketMessageType.Close)
            {
                return TransportMessage.Close((int?)socket.CloseStatus);
            }

            if (chunk.IsLast)
            {
                ReadOnlyMemory<byte> data = _buffer.AsMemory(0, length);
                return chunk.Type == WebSocketMessageType.Text ? TransportMessage.Text(data) : TransportMessage.Binary(data);
            }
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken) =>
        socket.SendMessageAsync(message, isBinary, cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public async ValueTask CloseAsync(CancellationToken cancellationToken) =>
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);

    public void Abort()
    {
        socket.Abort();
        socket.Dispose();
        owned?.Dispose();
    }

    private void EnsureRoom(int length)
    {
        if (length < _buffer.Length)
        {
            return;
        }

        if (length >= maxMessageBytes)
        {
            throw new ProtocolException(
                $"The server sent a message of more than {maxMessageBytes} bytes. Raise ChannelSocketOptions.MaxMessageBytes if such messages are to be read.");
        }

        Array.Resize(ref _buffer, (int)Math.Min((long)length * 2, maxMessageBytes));
    }
}
