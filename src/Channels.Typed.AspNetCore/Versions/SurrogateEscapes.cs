using System.Buffers.Text;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Versions;

/// <summary>
/// Refuses half a surrogate pair written as an escape, such as <c>"\ud800"</c>: it is valid JSON and no text. Payloads are passed on unread,
/// so that one client could otherwise send others what their JSON readers refuse.
/// </summary>
internal static class SurrogateEscapes
{
    /// <summary>Looks at a message that has been found to be valid JSON. Without escapes that is one search for a backslash.</summary>
    /// <exception cref="ProtocolException">There is half a pair.</exception>
    public static void Check(ReadOnlySpan<byte> json)
    {
        bool isHalf = false; // What was read last is the first half of a pair.
        for (int at = json.IndexOf((byte)'\\'); at >= 0; at = json.IndexOf((byte)'\\'))
        {
            ReadOnlySpan<byte> escape = json[at..];
            bool isCode = escape[1] == 'u';
            char code = isCode ? CodeOf(escape.Slice(2, 4)) : default;
            bool isSecond = char.IsLowSurrogate(code);
            if (isSecond != isHalf || (isHalf && at > 0))
            {
                throw Half();
            }

            isHalf = char.IsHighSurrogate(code);
            json = escape[(isCode ? 6 : 2)..];
        }

        if (isHalf)
        {
            throw Half();
        }
    }

    private static char CodeOf(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out ushort code, out _, 'x') ? (char)code : default;

    private static ProtocolException Half() => new("A string of the frame has half a surrogate pair.");
}
