using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// The receiving half of RFC 6455 for one connection: unmasks frames in the receive buffer, joins fragments, answers pings and the closing
/// handshake. An unfragmented message that lies in one segment of the buffer goes to the receiver without a copy. Used by the receive loop
/// only.
/// </summary>
internal sealed class WebSocketReceiver(IMessageReceiver receiver, Outbox outbox, int maxMessageBytes, bool mayBeCompressed = false)
{
    private ArrayBufferWriter<byte>? _fragments;
    private bool _isBinary;
    private bool _isCompressed;

    /// <summary>Gets the code that the connection must be closed with; null while it is open.</summary>
    public CloseCode? CloseCode { get; private set; }

    /// <summary>
    /// Gets the number of frames after which no message was unfinished. If it has changed, a message that is unfinished now started later.
    /// </summary>
    public long CompletedCount { get; private set; }

    /// <summary>Gets a value indicating whether fragments of a message have arrived, but not the last one.</summary>
    public bool IsWithinMessage => _fragments is not null;

    /// <summary>Gets a value indicating whether the client has sent its close frame.</summary>
    public bool IsClosedByClient { get; private set; }

    /// <summary>Processes the complete frames at the front of the buffer and removes them.</summary>
    /// <returns>A task that must be awaited before the next call; null if all complete frames are processed.</returns>
    public Task? Consume(ref ReadOnlySequence<byte> buffer)
    {
        while (CloseCode is null)
        {
            if (outbox.WaitForRoom() is { } hasRoom)
            {
                // The client reads more slowly than it asks. It can ask for more when it has read the answers.
                return hasRoom;
            }

            // The limit applies to all fragments of a message together.
            int room = maxMessageBytes - (_fragments?.WrittenCount ?? 0);
            if (!WebSocketFrame.TryRead(ref buffer, room, mayBeCompressed, out WebSocketFrame frame, out CloseCode? error))
            {
                CloseCode = error;
                return null;
            }

            Task? wait = Unmask(frame);
            CompletedCount += _fragments is null ? 1 : 0;
            if (wait is { IsCompleted: false })
            {
                return wait;
            }
        }

        return null;
    }

    /// <summary>Used after the server has sent its close frame: finds the client's close frame and ignores everything else.</summary>
    public void Drain(ref ReadOnlySequence<byte> buffer)
    {
        while (!IsClosedByClient
            && WebSocketFrame.TryRead(ref buffer, maxMessageBytes, mayBeCompressed, out WebSocketFrame frame, out CloseCode? error))
        {
            IsClosedByClient = frame.Opcode == WebSocketOpcode.Close || error is not null;
        }
    }

    private Task? Unmask(in WebSocketFrame frame)
    {
        if (frame.Payload.IsSingleSegment)
        {
            // Unmasking in place is safe: the receive loop owns the pipe's memory until it advances past it, and TryRead returns complete
            // frames only, so no byte is unmasked twice.
            Span<byte> payload = System.Runtime.InteropServices.MemoryMarshal.AsMemory(frame.Payload.First).Span;
            Masking.Apply(payload, frame.Mask);
            return Process(frame, payload);
        }

        int length = (int)frame.Payload.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Span<byte> payload = rented.AsSpan(0, length);
            frame.Payload.CopyTo(payload);
            Masking.Apply(payload, frame.Mask);
            return Process(frame, payload);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private Task? Process(in WebSocketFrame frame, ReadOnlySpan<byte> payload)
    {
        switch (frame.Opcode)
        {
            case WebSocketOpcode.Ping:
                SendControl(WebSocketHeader.Pong, payload);
                return null;
            case WebSocketOpcode.Pong:
                return null;
            case WebSocketOpcode.Close:
                OnClose(payload);
                return null;
            case WebSocketOpcode.Continuation when _fragments is null:
            case WebSocketOpcode.Text or WebSocketOpcode.Binary when _fragments is not null:
                CloseCode = Transports.CloseCode.ProtocolError;
                return null;
            case WebSocketOpcode.Text or WebSocketOpcode.Binary when frame.IsFinal:
                return OnMessage(payload, frame.Opcode == WebSocketOpcode.Binary, frame.IsCompressed);
            default:
                return OnFragment(frame, payload);
        }
    }

    private Task? OnFragment(in WebSocketFrame frame, ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty && !frame.IsFinal && frame.Opcode == WebSocketOpcode.Continuation)
        {
            // A client could send many of these and keep the connection busy, and the message would never reach the size limit.
            CloseCode = Transports.CloseCode.PolicyViolation;
            return null;
        }

        if (_fragments is null)
        {
            _isBinary = frame.Opcode == WebSocketOpcode.Binary;
            _isCompressed = frame.IsCompressed;
            _fragments = new ArrayBufferWriter<byte>(Math.Max(256, payload.Length));
        }

        _fragments.Write(payload);
        if (!frame.IsFinal)
        {
            return null;
        }

        ReadOnlySpan<byte> message = _fragments.WrittenSpan;
        _fragments = null;
        return OnMessage(message, _isBinary, _isCompressed);
    }

    private Task? OnMessage(ReadOnlySpan<byte> message, bool isBinary, bool isCompressed)
    {
        if (!isCompressed)
        {
            return Deliver(message, isBinary);
        }

        CloseCode = MessageInflater.TryInflate(message, maxMessageBytes, out byte[] rented, out int length);
        if (CloseCode is not null)
        {
            return null;
        }

        try
        {
            return Deliver(rented.AsSpan(0, length), isBinary);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private Task? Deliver(ReadOnlySpan<byte> message, bool isBinary)
    {
        if (!isBinary && !Utf8.IsValid(message))
        {
            CloseCode = Transports.CloseCode.InvalidPayload;
            return null;
        }

        try
        {
            return receiver.Receive(message, isBinary);
        }
        catch (ProtocolException)
        {
            CloseCode = Transports.CloseCode.InternalError;
            return null;
        }
    }

    private void OnClose(ReadOnlySpan<byte> payload)
    {
        IsClosedByClient = true;
        CloseCode = payload.Length switch
        {
            0 => Transports.CloseCode.Normal,
            1 => Transports.CloseCode.ProtocolError,
            _ when !IsValid(BinaryPrimitives.ReadUInt16BigEndian(payload)) => Transports.CloseCode.ProtocolError,
            _ when !Utf8.IsValid(payload[2..]) => Transports.CloseCode.InvalidPayload,
            _ => Transports.CloseCode.Normal,
        };
    }

    private void SendControl(byte firstByte, ReadOnlySpan<byte> payload)
    {
        Span<byte> frame = stackalloc byte[2 + payload.Length]; // At most 125 bytes of payload.
        WebSocketHeader.Write(frame, firstByte, payload.Length);
        payload.CopyTo(frame[2..]);
        outbox.Send(frame);
    }

    // The same codes as in Phoenix's web server. 1012 to 1014 were added after RFC 6455, and only servers send them.
    private static bool IsValid(int code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1011) or >= 3000;
}
