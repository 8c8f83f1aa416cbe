using System.Buffers.Text;

namespace Channels.Typed.Client.Frames;

/// <summary>Writes and reads refs: numbers of this client that are sent as JSON strings, such as <c>"12"</c>.</summary>
internal static class RefText
{
    /// <summary>The length of the longest ref, with its quotation marks.</summary>
    public const int MaxLength = 22;

    /// <summary>Writes a ref, or <c>null</c> for 0.</summary>
    public static ReadOnlySpan<byte> Write(Span<byte> room, long reference)
    {
        if (reference == 0)
        {
            return "null"u8;
        }

        room[0] = (byte)'"';
        _ = Utf8Formatter.TryFormat(reference, room.Slice(1), out int length);
        room[length + 1] = (byte)'"';
        return room.Slice(0, length + 2);
    }

    /// <summary>Reads a ref of this client; <see langword="false"/> for anything else that a server may send.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out long reference)
    {
        if (json.Length > 2 && json[0] == (byte)'"')
        {
            json = json.Slice(1, json.Length - 2);
        }

        return Utf8Parser.TryParse(json, out reference, out int read) && read == json.Length;
    }
}
