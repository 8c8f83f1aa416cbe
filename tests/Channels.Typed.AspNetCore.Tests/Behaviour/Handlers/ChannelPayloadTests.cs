using System.Text;
using System.Text.Json;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Handlers;

public sealed class ChannelPayloadTests
{
    [Fact]
    public void Default_IsEmptyObject()
    {
        ChannelPayload payload = default;

        Assert.Equal("{}", payload.ToString());
        Assert.True(payload.IsObject);
        Assert.False(payload.IsBinary);
        Assert.Equal(JsonValueKind.Object, payload.ToJsonElement().ValueKind);
    }

    [Theory]
    [InlineData(" \n{ \"a\": [1, 2] }\t", "{ \"a\": [1, 2] }", true)]
    [InlineData(" [1] ", "[1]", false)]
    [InlineData(" 12 ", "12", false)]
    [InlineData("1.5", "1.5", false)]
    [InlineData("\"é\"", "\"é\"", false)]
    [InlineData(" null", "null", false)]
    [InlineData("true ", "true", false)]
    public void FromJson_TrimsWhitespace(string json, string kept, bool isObject)
    {
        var payload = ChannelPayload.FromJson(json);

        Assert.Equal(kept, Encoding.UTF8.GetString(payload.Bytes.Span));
        Assert.Equal(isObject, payload.IsObject);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("1,2")]
    [InlineData("{}]")]
    [InlineData("text")]
    public void FromJson_NotOneValue_Throws(string json) => Assert.ThrowsAny<JsonException>(() => ChannelPayload.FromJson(json));

    [Fact]
    public void From_WritesAndReads()
    {
        var payload = ChannelPayload.From(new Note("x"), FixtureJson.Default.Note);

        Assert.Equal("""{"text":"x"}""", payload.ToString());
        Assert.Equal(new Note("x"), payload.Read(FixtureJson.Default.Note));
    }

    [Fact]
    public void FromBytes_Empty_IsNotJson()
    {
        var payload = ChannelPayload.FromBytes(Array.Empty<byte>());

        Assert.True(payload.IsBinary);
        Assert.False(payload.IsObject);
        Assert.True(payload.Bytes.IsEmpty);
        Assert.Throws<UnreadablePayloadException>(() => payload.Read(FixtureJson.Default.Note));
        Assert.Throws<UnreadablePayloadException>(() => payload.ToJsonElement());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("quote\"")]
    [InlineData("back\\slash")]
    [InlineData("é")]
    [InlineData("line\n")]
    public void WithStatus_NeedsEscapes_Throws(string status) => Assert.Throws<ArgumentException>(() => ChannelReply.WithStatus(status));

    [Fact]
    public void WithStatus_TooLong_Throws()
    {
        _ = ChannelReply.WithStatus(new string('s', 255));
        Assert.Throws<ArgumentException>(() => ChannelReply.WithStatus(new string('s', 256)));
    }
}
