using System.Buffers;
using System.Buffers.Binary;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>One client-to-server frame: its header, and its payload still masked in the receive buffer.</summary>
internal readonly ref struct WebSocketFrame
{
    private const int MaskLength = 4;
    private const int LongestHeader = 14;
    private const int LongestControlPayload = 125;
    private const byte CompressedBit = 0x40; // RSV1.

    private WebSocketFrame(byte firstByte, uint mask, ReadOnlySequence<byte> payload)
    {
        IsFinal = (firstByte & 0x80) != 0;
        IsCompressed = (firstByte & CompressedBit) != 0;
        Opcode = (WebSocketOpcode)(firstByte & 0x0f);
        Mask = mask;
        Payload = payload;
    }

    public bool IsFinal { get; }

    /// <summary>Gets a value indicating whether the message that starts with this frame is compressed (RFC 7692).</summary>
    public bool IsCompressed { get; }

    public WebSocketOpcode Opcode { get; }

    public uint Mask { get; }

    public ReadOnlySequence<byte> Payload { get; }

    public bool IsControl => (int)Opcode >= 8;

    /// <summary>Removes one frame from the front of the buffer.</summary>
    /// <returns>
    /// False if the frame has not arrived completely, or if it is invalid. If it is invalid, <paramref name="error"/> is the code to
    /// close with.
    /// </returns>
    public static bool TryRead(
        ref ReadOnlySequence<byte> buffer, int maxPayload, bool mayBeCompressed, out WebSocketFrame frame, out CloseCode? error)
    {
        frame = default;
        error = null;
        if (buffer.Length < 2)
        {
            return false;
        }

        Span<byte> copy = stackalloc byte[LongestHeader];
        scoped ReadOnlySpan<byte> head = buffer.FirstSpan;
        if (head.Length < LongestHeader)
        {
            int available = (int)Math.Min(LongestHeader, buffer.Length);
            buffer.Slice(0, available).CopyTo(copy);
            head = copy[..available];
        }

        byte firstByte = head[0];
        if (!IsAllowed(firstByte, head[1], mayBeCompressed))
        {
            error = CloseCode.ProtocolError;
            return false;
        }

        long length = head[1] & 0x7f;
        int headerLength = length switch { 126 => 4, 127 => 10, _ => 2 };
        if (head.Length < headerLength + MaskLength)
        {
            return false;
        }

        length = headerLength switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(head[2..]),
            10 => BinaryPrimitives.ReadInt64BigEndian(head[2..]),
            _ => length,
        };
        if (length < 0 || length > maxPayload)
        {
            error = length < 0 ? CloseCode.ProtocolError : CloseCode.MessageTooBig;
            return false;
        }

        long total = headerLength + MaskLength + length;
        if (buffer.Length < total)
        {
            return false;
        }

        uint mask = BinaryPrimitives.ReadUInt32LittleEndian(head[headerLength..]);
        frame = new WebSocketFrame(firstByte, mask, buffer.Slice(headerLength + MaskLength, length));
        buffer = buffer.Slice(total);
        return true;
    }

    // Clients always mask. The reserved bits are zero; only RSV1 may be set, in the first frame of a message, if compression was
    // negotiated. Control frames are short and not fragmented.
    private static bool IsAllowed(byte firstByte, byte secondByte, bool mayBeCompressed)
    {
        int reserved = firstByte & 0x70;
        if ((secondByte & 0x80) == 0 || (reserved != 0 && !(mayBeCompressed && reserved == CompressedBit)))
        {
            return false;
        }

        return (WebSocketOpcode)(firstByte & 0x0f) switch
        {
            not (WebSocketOpcode.Text or WebSocketOpcode.Binary) when reserved != 0 => false,
            WebSocketOpcode.Continuation or WebSocketOpcode.Text or WebSocketOpcode.Binary => true,
            WebSocketOpcode.Close or WebSocketOpcode.Ping or WebSocketOpcode.Pong =>
                (firstByte & 0x80) != 0 && (secondByte & 0x7f) <= LongestControlPayload,
            _ => false,
        };
    }
}
