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
    public async Task Case126_Case135_TextThatIsNoMessage_ClosesWith1011AndNothingBefore(string text)
    {
        WireClient client = await JoinAsync("bench:c126");

        await client.SendAsync(text);

        await client.ExpectCloseAsync(1011);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    public async Task Case127_TopicThatIsNoText_IsUnmatchedAndEchoed(string topic)
    {
        WireClient client = await ConnectAsync();

        await client.SendAsync($$"""["1","1",{{topic}},"phx_join",{}]""");

        await client.ExpectAsync($$"""[null,"1",{{topic}},"phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task Case128_TopicThatIsAnObject_ClosesWith1011()
    {
        WireClient client = await ConnectAsync();

        await client.SendAsync("""["1","1",{"a":1},"phx_join",{}]""");

        await client.ExpectCloseAsync(1011);
    }

    [Fact]
    public async Task Case129_EventThatIsNoTextOnATopicThatIsNotJoined_IsUnmatched()
    {
        WireClient client = await ConnectAsync();

        await client.SendAsync("""["1","1","bench:c129",5,{}]""");

        await client.ExpectAsync("""[null,"1","bench:c129","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0001\u0001\u0001\u0001\u0001abcd")]
    [InlineData("\0\u0001\u0001")]
    [InlineData("""[null,"1","phoenix","heartbeat",{}]""")]
    public async Task Case130_BinaryThatIsNoPush_ClosesWith1011(string bytes)
    {
        WireClient client = await ConnectAsync();

        await client.SendBinaryAsync(bytes);

        await client.ExpectCloseAsync(1011);
    }

    [Fact]
    public async Task Case131_InvalidUtf8_ClosesWith1007()
    {
        WireClient client = await ConnectAsync();

        await client.SendAsync([(byte)'[', 0xFF, 0xFE, (byte)']'], WebSocketMessageType.Text);

        await client.ExpectCloseAsync(1007);
    }

    [Fact]
    public async Task Case132_UnmaskedFrame_ClosesWith1002()
    {
        using RawSocket socket = await RawSocket.UpgradeAsync(Server, "/socket/websocket?vsn=2.0.0");

        await socket.SendAsync([0x81, 0x02, (byte)'[', (byte)']']);

        Assert.Equal([0x88, 0x02, 1002 >> 8, 1002 & 0xFF], await socket.ReceiveAsync(4));
    }

    [Fact]
    public async Task Case133_MessageBeyondTheLimitOfTheMount_ClosesWith1009()
    {
        WireClient client = await ConnectAsync("/short/websocket?vsn=2.0.0");

        await client.SendAsync($$"""[null,"1","phoenix","heartbeat",{"a":"{{new string('x', 1000)}}"}]""");

        await client.ExpectCloseAsync(1009);
    }

    [Fact]
    public async Task Case134_Fragments_AreOneMessage()
    {
        WireClient client = await ConnectAsync();

        await client.SendAsync("[null,\"1\",\"pho"u8.ToArray(), WebSocketMessageType.Text, isLast: false);
        await client.SendAsync("enix\",\"heartbeat\",{}]"u8.ToArray(), WebSocketMessageType.Text);

        await client.ExpectAsync("""[null,"1","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }
}
