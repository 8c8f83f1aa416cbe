using System.Buffers.Binary;
using System.Net.WebSockets;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// The stream of frames of a <see cref="WebSocket"/>, for HTTP servers that cannot upgrade a request and have a WebSocket of their own,
/// such as <c>TestServer</c>. Reads return the client's messages as masked frames, and writes send the frames of an outbox. So the rest of
/// the transport is the same as over a network. Each message is copied twice.
/// </summary>
/// <remarks>One read and one write may run at the same time, and <see cref="Abort"/> at any time.</remarks>
internal sealed class FrameStream(WebSocket socket) : Stream
{
    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const int MaskLength = 4;
    private const int HeaderLength = 4 + MaskLength; // With a length of 16 bits.
    private const int ChunkLength = 4096;

    // Not disposed, because the server may abort what has already ended. It has no timer and no wait handle.
    private readonly CancellationTokenSource _aborted = new();

    // Used by reads only.
    private readonly byte[] _frame = new byte[HeaderLength + ChunkLength];
    private ReadOnlyMemory<byte> _unread; // Of _frame.
    private bool _isWithinMessage;
    private bool _isClosedByClient;

    // Used by writes only.
    private byte[] _unsent = []; // The start of a frame whose end was not written yet.
    private bool _isClosedByServer;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Ends the WebSocket without a close frame. Reads and writes fail, on the thread pool: the caller may hold the lock of the outbox.
    /// </summary>
    public void Abort() => ThreadPool.UnsafeQueueUserWorkItem(
        static stream =>
        {
            stream._aborted.Cancel();
            stream.AbortSocket();
        },
        this,
        preferLocal: false);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0; // A WebSocket cannot wait for data without a buffer. The next read waits.
        }

        if (_unread.IsEmpty && !_isClosedByClient)
        {
            _unread = await ReceiveAsync(cancellationToken);
        }

        int length = Math.Min(buffer.Length, _unread.Length);
        _unread[..length].CopyTo(buffer);
        _unread = _unread[length..];
        return length;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> frames = _unsent.Length == 0 ? buffer : (byte[])[.. _unsent, .. buffer.Span];
        while (TryTakeFrame(ref frames, out byte firstByte, out ReadOnlyMemory<byte> payload))
        {
            await SendAsync(firstByte, payload, cancellationToken);
        }

        _unsent = frames.ToArray();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            socket.Dispose();
        }

        base.Dispose(disposing);
    }

    private void AbortSocket() => socket.Abort();

    /// <summary>Receives a part of a message as a frame, or the client's close frame.</summary>
    private async Task<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(_aborted.Token, cancellationToken);
            ValueWebSocketReceiveResult received = await socket.ReceiveAsync(_frame.AsMemory(HeaderLength), ending.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                _isClosedByClient = true;
                return Frame(WebSocketHeader.Close, WriteCloseCode());
            }

            WebSocketOpcode opcode = (_isWithinMessage, received.MessageType) switch
            {
                (true, _) => WebSocketOpcode.Continuation,
                (false, WebSocketMessageType.Text) => WebSocketOpcode.Text,
                _ => WebSocketOpcode.Binary,
            };
            _isWithinMessage = !received.EndOfMessage;
            return Frame((byte)((received.EndOfMessage ? Final : 0) | (byte)opcode), received.Count);
        }
        catch (WebSocketException e)
        {
            throw new IOException("The client has ended the WebSocket without a close frame.", e);
        }
    }

    private int WriteCloseCode()
    {
        if (socket.CloseStatus is null or WebSocketCloseStatus.Empty)
        {
            return 0;
        }

        BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(HeaderLength), (ushort)socket.CloseStatus);
        return sizeof(ushort);
    }

    private ReadOnlyMemory<byte> Frame(byte firstByte, int payloadLength)
    {
        // The header ends where the payload starts. The mask is zero, which does not change the payload.
        int length = WebSocketHeader.LengthFor(payloadLength) + MaskLength;
        Memory<byte> frame = _frame.AsMemory(HeaderLength - length, length + payloadLength);
        frame.Span[..length].Clear();
        WebSocketHeader.Write(frame.Span, firstByte, payloadLength);
        frame.Span[1] |= Masked;
        return frame;
    }

    private static bool TryTakeFrame(ref ReadOnlyMemory<byte> frames, out byte firstByte, out ReadOnlyMemory<byte> payload)
    {
        firstByte = 0;
        payload = default;
        ReadOnlySpan<byte> head = frames.Span;
        if (head.Length < 2)
        {
            return false;
        }

        int headerLength = head[1] switch { 126 => 4, 127 => 10, _ => 2 };
        if (head.Length < headerLength)
        {
            return false;
        }

        long length = headerLength switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(head[2..]),
            10 => BinaryPrimitives.ReadInt64BigEndian(head[2..]),
            _ => head[1],
        };
        if (frames.Length - headerLength < length)
        {
            return false;
        }

        firstByte = head[0];
        payload = frames.Slice(headerLength, (int)length);
        frames = frames[(headerLength + (int)length)..];
        return true;
    }

    private async Task SendAsync(byte firstByte, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_isClosedByServer)
        {
            return; // Frames behind the close frame.
        }

        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(_aborted.Token, cancellationToken);
            switch (firstByte)
            {
                case WebSocketHeader.Text:
                    await socket.SendAsync(payload, WebSocketMessageType.Text, endOfMessage: true, ending.Token);
                    break;
                case WebSocketHeader.Binary:
                    await socket.SendAsync(payload, WebSocketMessageType.Binary, endOfMessage: true, ending.Token);
                    break;
                case WebSocketHeader.Close:
                    _isClosedByServer = true;
                    var code = (WebSocketCloseStatus)BinaryPrimitives.ReadUInt16BigEndian(payload.Span);
                    await socket.CloseOutputAsync(code, statusDescription: null, ending.Token);
                    break;
                default:
                    break; // A pong: the WebSocket answers pings itself.
            }
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException)
        {
            throw new IOException("The WebSocket is closed.", e);
        }
    }
}
