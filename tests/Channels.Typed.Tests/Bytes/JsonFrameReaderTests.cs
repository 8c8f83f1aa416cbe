using System.Text;
using Channels.Typed.Protocol;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Bytes;

public sealed class JsonFrameReaderTests
{
    [Fact]
    public void Frame_OfStrings_IsRead()
    {
        FrameText frame = FrameText.Read("""["1","2","room:a","echo",{"a":[null,1.5,"é"]}]""");

        Assert.Equal(new FrameText("\"1\"", "\"2\"", "\"room:a\"", "room:a", "echo", """{"a":[null,1.5,"é"]}"""), frame);
    }

    [Fact]
    public void Parts_AreViewsOfTheInput()
    {
        byte[] input = Encoding.UTF8.GetBytes("""["1","2","t","e",{}]""");

        Frame frame = JsonFrameReader.Read(input);

        Assert.True(input.AsSpan(1, 3) == frame.JoinRef);
        Assert.True(input.AsSpan(5, 3) == frame.Ref);
        Assert.True(input.AsSpan(9, 3) == frame.RawTopic);
        Assert.True(input.AsSpan(10, 1) == frame.Topic);
        Assert.True(input.AsSpan(14, 1) == frame.Event);
        Assert.True(input.AsSpan(17, 2) == frame.Payload);
    }

    // Catalogue rows 35, 52, 55.
    [Fact]
    public void NullRefs_AreNull()
    {
        Frame frame = JsonFrameReader.Read("""[null,null,"phoenix","heartbeat",{}]"""u8);

        Assert.True(frame.HasNullJoinRef);
        Assert.True(frame.HasNullRef);
        Assert.True(frame.JoinRef.SequenceEqual("null"u8));
        Assert.True(frame.Ref.SequenceEqual("null"u8));
    }

    // Catalogue rows 56, 57, 70 to 72: the reply repeats the ref of the client exactly.
    [Theory]
    [InlineData("\"2\"")]
    [InlineData("\"null\"")]
    [InlineData("\"\"")]
    [InlineData("6")]
    [InlineData("-1.50e+3")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("""{"r":1}""")]
    [InlineData("""{ "r" : [ 1 , 2 ] }""")]
    [InlineData("[[],{}]")]
    [InlineData("\"\\u0031\"")]
    public void Refs_OfAnyKind_AreKeptRaw(string json)
    {
        Frame frame = JsonFrameReader.Read(Encoding.UTF8.GetBytes($"[{json},{json},\"t\",\"e\",{{}}]"));

        Assert.Equal(json, Encoding.UTF8.GetString(frame.JoinRef));
        Assert.Equal(json, Encoding.UTF8.GetString(frame.Ref));
        Assert.False(frame.HasNullJoinRef);
        Assert.False(frame.HasNullRef);
    }

    // Catalogue row 73.
    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"str\"")]
    [InlineData("[1]")]
    [InlineData("-0")]
    [InlineData("""{"a": "\u00e9\n", "b":[ ]}""")]
    public void Payload_OfAnyKind_IsKeptRaw(string json) =>
        Assert.Equal(json, FrameText.Read($"""["1","2","t","e",{json}]""").Payload);

    [Theory]
    [InlineData("\"room\\u003aa\"", "room:a")]
    [InlineData("\"a\\\"b\\\\c\\/d\"", "a\"b\\c/d")]
    [InlineData("\"\\b\\f\\n\\r\\t\"", "\b\f\n\r\t")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    [InlineData("\"é😀\"", "é😀")]
    [InlineData("\"\"", "")]
    public void TopicAndEvent_AreUnescaped(string json, string text)
    {
        FrameText frame = FrameText.Read($$"""["1","2",{{json}},{{json}},{}]""");

        Assert.Equal(text, frame.Topic);
        Assert.Equal(text, frame.Event);
        Assert.Equal(json, frame.RawTopic);
    }

    // Catalogue row 127: the topic is unknown, and the reply repeats it exactly.
    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("true")]
    public void Topic_ThatIsNotAString_IsKeptRaw(string json)
    {
        FrameText frame = FrameText.Read($$"""["1","2",{{json}},"e",{}]""");

        Assert.Null(frame.Topic);
        Assert.Equal(json, frame.RawTopic);
        Assert.Equal("e", frame.Event);
    }

    // Catalogue rows 81 and 129.
    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("""{"a":"b"}""")]
    [InlineData("""["e"]""")]
    public void Event_ThatIsNotAString_HasNoText(string json)
    {
        Frame frame = JsonFrameReader.Read(Encoding.UTF8.GetBytes($$"""["1","2","t",{{json}},{}]"""));

        Assert.False(frame.IsEventString);
        Assert.True(frame.Event.IsEmpty);
        Assert.True(frame.Payload.SequenceEqual("{}"u8));
    }

    // Catalogue row 74.
    [Theory]
    [InlineData("1")]
    [InlineData("\"x\",\"y\"")]
    [InlineData("[[1],2],{\"a\":{\"b\":[]}},null")]
    public void FurtherElements_AreIgnored(string rest)
    {
        FrameText frame = FrameText.Read($$"""["1","2","t","e",{"p":1},{{rest}}]""");

        Assert.Equal("""{"p":1}""", frame.Payload);
    }

    [Fact]
    public void WhiteSpace_BetweenTokens_IsNotPartOfThem()
    {
        FrameText frame = FrameText.Read(" \t\r\n[ \"1\" ,\t2 ,\r\n\"t\" , \"e\" , { \"a\" : 1 } ] \r\n\t ");

        Assert.Equal(new FrameText("\"1\"", "2", "\"t\"", "t", "e", "{ \"a\" : 1 }"), frame);
    }

    // The transports check UTF-8, because it has its own close code. The reader does not change the bytes.
    [Fact]
    public void InvalidUtf8_InsideStrings_IsLeftToTheTransport()
    {
        byte[] input = [.. "[null,null,\"t"u8, 0xff, .. "\",\"e\",\""u8, 0xc3, .. "\"]"u8];

        Frame frame = JsonFrameReader.Read(input);

        Assert.Equal([(byte)'t', 0xff], frame.Topic.ToArray());
        Assert.Equal([(byte)'"', 0xc3, (byte)'"'], frame.Payload.ToArray());
    }

    [Fact]
    public void DeepestNesting_IsRead()
    {
        // The frame itself is one level.
        string payload = new string('[', JsonFrameReader.MaxDepth - 1) + new string(']', JsonFrameReader.MaxDepth - 1);

        Assert.Equal(payload, FrameText.Read($"""["1","2","t","e",{payload}]""").Payload);
    }
}
