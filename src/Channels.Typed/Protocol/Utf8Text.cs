#if NET
using System.Text.Unicode;
#else
using System.Text;
#endif

namespace Channels.Typed.Protocol;

/// <summary>Checks whether bytes are valid UTF-8. The names of binary frames may not be.</summary>
internal static class Utf8Text
{
#if NET
    public static bool IsValid(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes);
#else
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsValid(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (b > 0x7f)
            {
                // Names are short, and most are ASCII.
                return IsValid(bytes.ToArray());
            }
        }

        return true;
    }

    private static bool IsValid(byte[] bytes)
    {
        try
        {
            _ = Strict.GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
#endif
}
