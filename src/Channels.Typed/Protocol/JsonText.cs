using System.Text;

namespace Channels.Typed.Protocol;

/// <summary>
/// Writes JSON strings with only the escapes that JSON requires, because the frame parsers of some clients undo no others.
/// </summary>
public static class JsonText
{
    /// <summary>Encodes text as a JSON string.</summary>
    /// <param name="text">The text.</param>
    /// <returns>UTF-8 JSON with quotes.</returns>
    public static byte[] Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    /// <summary>Encodes UTF-8 text as a JSON string.</summary>
    /// <param name="utf8">The text, valid UTF-8.</param>
    /// <returns>UTF-8 JSON with quotes.</returns>
    public static byte[] Encode(ReadOnlySpan<byte> utf8)
    {
        int length = 2;
        foreach (byte b in utf8)
        {
            length += EscapedLength(b);
        }

        var json = new byte[length];
        int at = 0;
        json[at++] = (byte)'"';
        foreach (byte b in utf8)
        {
            at += Write(json.AsSpan(at), b);
        }

        json[at] = (byte)'"';
        return json;
    }

    private static int EscapedLength(byte b) => b switch
    {
        (byte)'"' or (byte)'\\' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'\b' or (byte)'\f' => 2,
        < 0x20 => 6,
        _ => 1,
    };

    private static int Write(Span<byte> target, byte b)
    {
        byte shortEscape = b switch
        {
            (byte)'"' or (byte)'\\' => b,
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            _ => 0,
        };
        if (shortEscape != 0)
        {
            target[0] = (byte)'\\';
            target[1] = shortEscape;
            return 2;
        }

        if (b >= 0x20)
        {
            target[0] = b;
            return 1;
        }

        "\\u00"u8.CopyTo(target);
        target[4] = (byte)('0' + (b >> 4));
        target[5] = (byte)((b & 0xf) < 10 ? '0' + (b & 0xf) : 'a' + (b & 0xf) - 10);
        return 6;
    }
}
