using System.Buffers.Binary;

namespace Channels.Typed.PubSub;

/// <summary>Headers of WebSocket frames of the server (RFC 6455, 5.2). They have no mask, so all clients can get the same bytes.</summary>
internal static class WebSocketHeader
{
    public const byte Text = 0x81;
    public const byte Binary = 0x82;
    public const byte Close = 0x88;
    public const byte Pong = 0x8a;

    public static int LengthFor(int payloadLength) => payloadLength switch
    {
        < 126 => 2,
        <= ushort.MaxValue => 4,
        _ => 10,
    };

    public static void Write(Span<byte> target, byte firstByte, int payloadLength)
    {
        target[0] = firstByte;
        switch (LengthFor(payloadLength))
        {
            case 2:
                target[1] = (byte)payloadLength;
                break;
            case 4:
                target[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)payloadLength);
                break;
            default:
                target[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(target[2..], payloadLength);
                break;
        }
    }
}
