using System.Net.WebSockets;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Transports.WebSockets;

/// <summary>
/// Whole messages over a WebSocket. It relies on tokens and messages only, never on the WebSocket's state or error codes, because these
/// differ between platforms.
/// </summary>
internal sealed class WebSocketTransport(WebSocket socket, int maxMessageBytes, CoalescingSwitch coalescing, IDisposable? owned = null)
    : IClientTransport
{
    private const int InitialSize = 4096;
    private const int LargestKept = 64 * 1024;

    // A larger message needs a packet for itself in any case, so a copy does not pay.
    private const int LargestHeld = 4096;

    // The newest message is held here until it is known whether another one follows.
    private byte[] _held = [];
    private int _heldLength;
    private bool _isHeldBinary;
    private byte[] _buffer = new byte[Math.Min(InitialSize, maxMessageBytes)];

    public string Name => "websocket";

    public bool NeedsHeartbeat => true;

    public async ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        // A buffer that was enlarged for one large message is not kept for the rest of the connection.
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

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken)
    {
        if (_heldLength > 0)
        {
            return SendBehindHeldAsync(message, isBinary, cancellationToken);
        }

        if (message.Length is 0 or > LargestHeld)
        {
            return socket.SendMessageAsync(message, isBinary);
        }

        Hold(message, isBinary);
        return default;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_heldLength == 0)
        {
            return default;
        }

        coalescing.IsOn = false;
        return SendHeldAsync();
    }

    public async ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken) =>
        await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, cancellationToken).ConfigureAwait(false);

    public void Abort()
    {
        socket.Abort();
        socket.Dispose();
        owned?.Dispose();
    }

    private async ValueTask SendBehindHeldAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken)
    {
        coalescing.IsOn = true;
        await SendHeldAsync().ConfigureAwait(false);
        coalescing.IsOn = false;
        await SendAsync(message, isBinary, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask SendHeldAsync()
    {
        int length = _heldLength;
        _heldLength = 0;
        return socket.SendMessageAsync(_held.AsMemory(0, length), _isHeldBinary);
    }

    private void Hold(ReadOnlyMemory<byte> message, bool isBinary)
    {
        if (_held.Length < message.Length)
        {
            _held = new byte[Math.Max(256, message.Length)];
        }

        message.CopyTo(_held);
        _heldLength = message.Length;
        _isHeldBinary = isBinary;
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
                $"The server sent a message of over {maxMessageBytes} bytes. Raise ChannelSocketOptions.MaxMessageBytes to read it.");
        }

        Array.Resize(ref _buffer, (int)Math.Min((long)length * 2, maxMessageBytes));
    }
}
