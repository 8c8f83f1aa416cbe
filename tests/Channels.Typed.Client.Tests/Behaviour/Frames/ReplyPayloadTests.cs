using System.Text;
using Channels.Typed.Client.Frames;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Tests.Behaviour.Frames;

public sealed class ReplyPayloadTests
{
    [Theory]
    [InlineData("""{"response":{"a":[1,{"status":"no"}]},"status":"ok"}""", """ok {"a":[1,{"status":"no"}]}""")]
    [InlineData("""{ "status" : "error" , "response" : "text", "more": {"response":1} }""", """error "text" """)]
    [InlineData("""{"status":"wat","response":null}""", "wat null")]
    [InlineData("""{"status":"ok"}""", "ok {}")]
    [InlineData("""{"st\u0061tus":"\u006fk"}""", "ok {}")]
    public void Read_TakesStatusAndResponseInAnyOrder(string payload, string expected) =>
        Assert.Equal(expected.Trim(), ReplyPayload.Read(Encoding.UTF8.GetBytes(payload)).Text());

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"status":1}""")]
    public void Read_WithoutStatus_Throws(string payload) =>
        _ = Assert.Throws<ProtocolException>(() => ReplyPayload.Read(Encoding.UTF8.GetBytes(payload)));
}
