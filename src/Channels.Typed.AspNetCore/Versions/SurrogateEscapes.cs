using System.Buffers.Text;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Versions;

/// <summary>
/// Rejects half of a surrogate pair that is written as an escape, such as <c>"\ud800"</c>. It is valid JSON, but not valid text. Payloads
/// are forwarded unread, so without this check a client could send other clients a message that their JSON readers reject.
/// </summary>
internal static class SurrogateEscapes
{
    /// <summary>
    /// Checks a message that is known to be valid JSON. For a message without escapes this is one search for a backslash.
    /// </summary>
    /// <exception cref="ProtocolException">A string contains half of a surrogate pair.</exception>
    public static void Check(ReadOnlySpan<byte> json)
    {
        bool needsSecond = false; // The last escape was the first half of a pair.
        for (int index = json.IndexOf((byte)'\\'); index >= 0; index = json.IndexOf((byte)'\\'))
        {
            ReadOnlySpan<byte> escape = json[index..];
            bool isCode = escape[1] == 'u';
            char code = isCode ? CodeOf(escape.Slice(2, 4)) : default;
            bool isSecond = char.IsLowSurrogate(code);
            if (isSecond != needsSecond || (needsSecond && index > 0))
            {
                throw HalfPair();
            }

            needsSecond = char.IsHighSurrogate(code);
            json = escape[(isCode ? 6 : 2)..];
        }

        if (needsSecond)
        {
            throw HalfPair();
        }
    }

    private static char CodeOf(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out ushort code, out _, 'x') ? (char)code : default;

    private static ProtocolException HalfPair() =>
        new("A string of the frame contains half of a surrogate pair as an escape. Both halves must be there, one after the other.");
}
