using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Channels.Typed.Protocol;

namespace Channels.Typed.Tests.Bytes;

public sealed class JsonTextTests
{
    private const string Replacement = "\uFFFD";

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("room:a", "\"room:a\"")]
    [InlineData("a\"b\\c/d", "\"a\\\"b\\\\c/d\"")]
    [InlineData("\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"")]
    [InlineData("\0\u0001\u000b\u001a\u001f", "\"\\u0000\\u0001\\u000b\\u001a\\u001f\"")]
    [InlineData("\u007f\u2028<>&'+", "\"\u007f\u2028<>&'+\"")]
    [InlineData("é€😀", "\"é€😀\"")]
    public void Text_IsEscapedOnlyWhereJsonRequiresIt(string text, string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(JsonText.Encode(text)));

    [Fact]
    public void EveryAsciiCharacter_IsWrittenAsUtf8JsonWriterDoes()
    {
        for (char c = '\0'; c < '\u007f'; c++)
        {
            Assert.Equal(ByUtf8JsonWriter(c.ToString()), Encoding.UTF8.GetString(JsonText.Encode(c.ToString())), ignoreCase: true);
        }
    }

    [Fact]
    public void EveryCharacter_IsReadBackByJsonDocument()
    {
        for (int rune = 0; rune <= 0x10ffff; rune += rune < 0x3000 ? 1 : 251)
        {
            if (Rune.IsValid(rune))
            {
                string text = $"a{new Rune(rune)}b";
                using var document = JsonDocument.Parse(JsonText.Encode(text));
                Assert.Equal(text, document.RootElement.GetString());
            }
        }
    }

    [Fact]
    public void HalfASurrogatePair_BecomesTheReplacementCharacter() =>
        Assert.Equal($"\"a{Replacement}b\"", Encoding.UTF8.GetString(JsonText.Encode("a\ud83db")));

    [Fact]
    public void Utf8_IsEncodedAsItsText() => Assert.Equal(JsonText.Encode("a\"é\n"), JsonText.Encode("a\"é\n"u8));

    private static string ByUtf8JsonWriter(string text)
    {
        var target = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(target, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStringValue(text);
        }

        return Encoding.UTF8.GetString(target.WrittenSpan);
    }
}
