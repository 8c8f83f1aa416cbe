using System.Net.WebSockets;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

public sealed class MalformedInputCases(InteropProcess server) : CatalogueCases(server)
{
    [Theory]
    [InlineData("{nope")]
    [InlineData("")]
    [InlineData("""{"topic":"a","event":"b","payload":{},"ref":"1"}""")]
    [InlineData("""["1","1","a","b"]""")]
    public async Task Case126_Case135_MalformedText_ClosesWith1011AndSendsNothingBefore(string text)
    {
        RawClient client = await JoinAsync("bench:c126");

        await client.SendAsync(text);

        await client.ExpectCloseAsync(1011);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    public async Task Case127_TopicThatIsNotText_IsUnmatchedAndEchoed(string topic)
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync($$"""["1","1",{{topic}},"phx_join",{}]""");

        await client.ExpectAsync($$"""[null,"1",{{topic}},"phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task Case128_TopicThatIsAnObject_ClosesWith1011()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["1","1",{"a":1},"phx_join",{}]""");

        await client.ExpectCloseAsync(1011);
    }

    [Fact]
    public async Task Case129_EventThatIsNotText_TopicNotJoined_IsUnmatched()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["1","1","bench:c129",5,{}]""");

        await client.ExpectAsync("""[null,"1","bench:c129","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0001\u0001\u0001\u0001\u0001abcd")]
    [InlineData("\0\u0001\u0001")]
    [InlineData("""[null,"1","phoenix","heartbeat",{}]""")]
    public async Task Case130_MalformedBinary_ClosesWith1011(string bytes)
    {
        RawClient client = await ConnectAsync();

        await client.SendBinaryAsync(bytes);

        await client.ExpectCloseAsync(1011);
    }

    [Fact]
    public async Task Case131_InvalidUtf8_ClosesWith1007()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync([(byte)'[', 0xFF, 0xFE, (byte)']'], WebSocketMessageType.Text);

        await client.ExpectCloseAsync(1007);
    }

    [Fact]
    public async Task Case132_UnmaskedFrame_ClosesWith1002()
    {
        using FrameClient client = await FrameClient.ConnectAsync(Server, "/socket/websocket?vsn=2.0.0");

        await client.SendBytesAsync(0x81, 0x02, (byte)'[', (byte)']');

        await client.ExpectCloseAsync(1002);
    }

    [Fact]
    public async Task Case133_MessageBeyondTheLimitOfTheMount_ClosesWith1009()
    {
        RawClient client = await ConnectAsync("/short/websocket?vsn=2.0.0");

        await client.SendAsync($$"""[null,"1","phoenix","heartbeat",{"a":"{{new string('x', 1000)}}"}]""");

        await client.ExpectCloseAsync(1009);
    }

    [Fact]
    public async Task Case134_Fragments_AreOneMessage()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("[null,\"1\",\"pho"u8.ToArray(), WebSocketMessageType.Text, isLast: false);
        await client.SendAsync("enix\",\"heartbeat\",{}]"u8.ToArray(), WebSocketMessageType.Text);

        await client.ExpectAsync("""[null,"1","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }
}
