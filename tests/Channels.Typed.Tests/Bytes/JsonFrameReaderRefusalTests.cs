using System.Text;
using System.Text.Json;
using Channels.Typed.Protocol;

namespace Channels.Typed.Tests.Bytes;

public sealed class JsonFrameReaderRefusalTests
{
    // Catalogue rows 126 and 128.
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("nope")]
    [InlineData("""["1","2","t","e",{}""")]
    [InlineData("""["1","2","t","e",{]""")]
    [InlineData("""["1","2","t","e",{"a":}]""")]
    [InlineData("""["1","2","t","e",{},]""")]
    [InlineData("""["1",,"t","e",{}]""")]
    [InlineData("""["1" "2","t","e",{}]""")]
    [InlineData("""['1','2','t','e',{}]""")]
    [InlineData("""[01,"2","t","e",{}]""")]
    [InlineData("""["1","2","t","e",/* no */{}]""")]
    [InlineData("""["1","2","t","e\q",{}]""")]
    [InlineData("[\"1\",\"2\",\"t\n\",\"e\",{}]")]
    [InlineData("\uFEFF[\"1\",\"2\",\"t\",\"e\",{}]")]
    [InlineData("""["1","2","t","e",{}] x""")]
    [InlineData("""["1","2","t","e",{}]]""")]
    [InlineData("""["1","2","t","e",{}]["1","2","t","e",{}]""")]
    [InlineData("""["1","2","t","e",{},"x"]{}""")]
    public void InvalidJson_IsRefusedWithItsCause(string text)
    {
        ProtocolException e = Refuse(text);

        Assert.IsType<JsonException>(e.InnerException, exactMatch: false);
        Assert.Contains("valid JSON", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{nope")]
    [InlineData("\"[]\"")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("""{"topic":"t","event":"e","payload":{},"ref":"1"}""")]
    public void OtherThanAnArray_IsRefused(string text) =>
        Assert.Equal("A frame must be a JSON array: [join_ref, ref, topic, event, payload].", Refuse(text).Message);

    [Theory]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("[null,null]")]
    [InlineData("""[null,null,"t"]""")]
    [InlineData("""["1","2","t","e"]""")]
    public void TooFewElements_AreRefused(string text) =>
        Assert.Equal("A frame must have five elements: [join_ref, ref, topic, event, payload].", Refuse(text).Message);

    [Theory]
    [InlineData("""{"t":1}""")]
    [InlineData("""["t"]""")]
    [InlineData("[]")]
    public void Topic_ThatIsAnObjectOrArray_IsRefused(string topic) =>
        Assert.Equal("A frame's topic must be a string.", Refuse($$"""["1","2",{{topic}},"e",{}]""").Message);

    // Half a surrogate pair is valid in a JSON string, but has no UTF-8 form.
    [Theory]
    [InlineData("""["1","2","\ud83d","e",{}]""")]
    [InlineData("""["1","2","t","\ude00",{}]""")]
    public void TopicOrEvent_ThatIsNotValidText_IsRefused(string text) =>
        Assert.Equal("A frame's topic and event must be valid text.", Refuse(text).Message);

    [Fact]
    public void InvalidUtf8_InEscapedText_IsRefused() =>
        Assert.Throws<ProtocolException>(() => JsonFrameReader.Read([.. "[null,null,\"\\n"u8, 0xff, .. "\",\"e\",{}]"u8]));

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0xc3, 0x28 })]
    [InlineData(new byte[] { 0x00 })]
    public void InvalidUtf8_OutsideStrings_IsRefused(byte[] bytes) =>
        Assert.Throws<ProtocolException>(() => JsonFrameReader.Read([.. "[null,null,\"t\",\"e\","u8, .. bytes, .. "]"u8]));

    [Theory]
    [InlineData("[", "]")]
    [InlineData("""{"a":""", "}")]
    public void Nesting_BeyondTheLimit_IsRefused(string open, string close)
    {
        string tooDeep = string.Concat(Enumerable.Repeat(open, JsonFrameReader.MaxDepth))
            + "1" + string.Concat(Enumerable.Repeat(close, JsonFrameReader.MaxDepth));

        Refuse($"""["1","2","t","e",{tooDeep}]""");
        Refuse($$"""["1","2","t","e",{},{{tooDeep}}]""");
        Refuse($$"""[{{tooDeep}},"2","t","e",{}]""");
    }

    [Fact]
    public void Message_NeverQuotesTheFrame()
    {
        ProtocolException e = Refuse("""["secret","2","t","secret",{secret}]""");

        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    private static ProtocolException Refuse(string text) =>
        Assert.Throws<ProtocolException>(() => JsonFrameReader.Read(Encoding.UTF8.GetBytes(text)));
}
