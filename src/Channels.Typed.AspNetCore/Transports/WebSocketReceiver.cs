using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// The receiving half of RFC 6455 for one connection: unmasks in the receive buffer, joins fragments, answers pings and the closing
/// handshake. Messages go to the receiver without a copy where they lie in one piece.
/// </summary>
internal sealed class WebSocketReceiver(IMessageReceiver receiver, Outbox outbox, int maxMessageBytes, bool mayBeCompressed = false)
{
    private ArrayBufferWriter<byte>? _fragments;
    private bool _isBinary;
    private bool _isCompressed;

    /// <summary>The code with which the connection has to be closed; null while it is open.</summary>
    public CloseCode? CloseCode { get; private set; }

    /// <summary>Gets how often the client was between two messages: a frame was whole, and no message was begun before it and not finished.</summary>
    public long Finished { get; private set; }

    /// <summary>Gets a value indicating whether fragments of a message are there, and not the last.</summary>
    public bool IsWithinMessage => _fragments is not null;

    /// <summary>Whether the client has sent its close frame.</summary>
    public bool IsClosedByClient { get; private set; }

    /// <summary>Acts on the whole frames at the front of the buffer and cuts them off.</summary>
    /// <returns>A task to await before going on, or null.</returns>
    public Task? Consume(ref ReadOnlySequence<byte> buffer)
    {
        while (CloseCode is null)
        {
            // Fragments of one message share the limit.
            int room = maxMessageBytes - (_fragments?.WrittenCount ?? 0);
            if (!WebSocketFrame.TryRead(ref buffer, room, mayBeCompressed, out WebSocketFrame frame, out CloseCode? error))
            {
                CloseCode = error;
                return null;
            }

            Task? wait = Act(frame);
            Finished += _fragments is null ? 1 : 0;
            if (wait is { IsCompleted: false })
            {
                return wait;
            }
        }

        return null;
    }

    /// <summary>After the server has closed: looks for the client's close frame and ignores everything else.</summary>
    public void Drain(ref ReadOnlySequence<byte> buffer)
    {
        while (!IsClosedByClient && WebSocketFrame.TryRead(ref buffer, maxMessageBytes, mayBeCompressed, out WebSocketFrame frame, out CloseCode? error))
        {
            IsClosedByClient = frame.Opcode == WebSocketOpcode.Close || error is not null;
        }
    }

    private Task? Act(in WebSocketFrame frame)
    {
        if (frame.Payload.IsSingleSegment)
        {
            // The pipe's memory is ours until we advance past it, and a frame is unmasked only when it is there as a whole.
            Span<byte> payload = System.Runtime.InteropServices.MemoryMarshal.AsMemory(frame.Payload.First).Span;
            Masking.Apply(payload, frame.Mask);
            return Act(frame, payload);
        }

        int length = (int)frame.Payload.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Span<byte> payload = rented.AsSpan(0, length);
            frame.Payload.CopyTo(payload);
            Masking.Apply(payload, frame.Mask);
            return Act(frame, payload);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private Task? Act(in WebSocketFrame frame, ReadOnlySpan<byte> payload)
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
            // An endless row of these would keep a connection busy for nothing.
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
            return OnMessage(message, isBinary);
        }

        CloseCode = MessageInflater.TryInflate(message, maxMessageBytes, out byte[] rented, out int length);
        if (CloseCode is not null)
        {
            return null;
        }

        try
        {
            return OnMessage(rented.AsSpan(0, length), isBinary);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private Task? OnMessage(ReadOnlySpan<byte> message, bool isBinary)
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

    // As Phoenix's web server has it: 1012 to 1014 came after RFC 6455, and are codes that servers send.
    private static bool IsValid(int code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1011) or >= 3000;
}
