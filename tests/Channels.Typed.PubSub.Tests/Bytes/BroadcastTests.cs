using System.Runtime.InteropServices;
using System.Text;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub.Tests.Fixture;

namespace Channels.Typed.PubSub.Tests.Bytes;

public sealed class BroadcastTests
{
    [Fact]
    public void FromBuffer_HasFrameEventAndPayload()
    {
        Broadcast broadcast = Frames.Broadcast("room:\"a\"", new EventName("no\nted"), "{\"a\":1}"u8);

        Assert.Equal("room:\"a\"", broadcast.Topic);
        Assert.Equal("no\nted", Frames.Text(broadcast.Event));
        Assert.Equal("""{"a":1}""", Frames.Text(broadcast.Payload));
        Assert.Equal("""[null,null,"room:\"a\"","no\nted",{"a":1}]""", Frames.Text(broadcast.Frame.Span));
    }

    [Theory]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65535, 4)]
    [InlineData(65536, 10)]
    public void WebSocketFrame_IsHeaderAndFrame(int length, int headerLength)
    {
        int around = Frames.Broadcast("t").Frame.Length - 2;
        byte[] payload = [.. "{\"a\":\""u8, .. Enumerable.Repeat((byte)'x', length - around - 8), .. "\"}"u8];

        Broadcast broadcast = Frames.Broadcast("t", Frames.Noted, payload);

        var header = new byte[headerLength];
        WebSocketHeader.Write(header, WebSocketHeader.Text, length);
        Assert.Equal(length, broadcast.Frame.Length);
        Assert.Equal([.. header, .. broadcast.Frame.Span], broadcast.WebSocketFrame.ToArray());
        Assert.Equal(payload, broadcast.Payload.ToArray());
    }

    [Fact]
    public void Frame_IsPartOfTheWebSocketFrame()
    {
        Broadcast broadcast = Frames.Broadcast("t");

        Assert.True(MemoryMarshal.TryGetArray(broadcast.Frame, out ArraySegment<byte> frame));
        Assert.True(MemoryMarshal.TryGetArray(broadcast.WebSocketFrame, out ArraySegment<byte> whole));
        Assert.Same(whole.Array, frame.Array);
    }

    [Theory]
    [InlineData("""[null,null,"t","e",{"a":[1]}]""", "e", """{"a":[1]}""")]
    [InlineData("""["1",null,"t","\u0065\n",{}]""", "e\n", "{}")]
    public void FromFrame_ReadsEventAndPayload(string frame, string eventName, string payload)
    {
        Broadcast broadcast = Broadcast.FromFrame("t", Encoding.UTF8.GetBytes(frame));

        Assert.Equal("t", broadcast.Topic);
        Assert.Equal(eventName, Frames.Text(broadcast.Event));
        Assert.Equal(payload, Frames.Text(broadcast.Payload));
        Assert.Equal(frame, Frames.Text(broadcast.Frame.Span));
    }

    // The end of the payload is computed from the end of the frame, so nothing may be between them.
    [Theory]
    [InlineData("""[null,null,"t","e",{} ]""")]
    [InlineData("""[null,null,"t","e",{},1]""")]
    [InlineData("""[null,null,"t","e",{}] """)]
    public void FromFrame_ThatDoesNotEndWithItsPayload_Throws(string frame)
    {
        ProtocolException e = Assert.Throws<ProtocolException>(() => Broadcast.FromFrame("t", Encoding.UTF8.GetBytes(frame)));

        Assert.Equal("The payload must be the last element of a broadcast between nodes.", e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""[null,null,"t","e"]""")]
    public void FromFrame_OfMalformedFrame_Throws(string frame) =>
        Assert.Throws<ProtocolException>(() => Broadcast.FromFrame("t", Encoding.UTF8.GetBytes(frame)));

    [Fact]
    public void FromFrame_CopiesItsInput()
    {
        byte[] frame = [.. """[null,null,"t","e",{}]"""u8];
        Broadcast broadcast = Broadcast.FromFrame("t", frame);

        frame.AsSpan().Clear();

        Assert.Equal("""[null,null,"t","e",{}]""", Frames.Text(broadcast.Frame.Span));
    }
}
