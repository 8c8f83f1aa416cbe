using Channels.Typed.Protocol;

namespace Channels.Typed.PubSub.Tests.Bytes;

public sealed class WebSocketHeaderTests
{
    // RFC 6455, 5.2: the shortest form that holds the length, in network byte order.
    [Theory]
    [InlineData(0, new byte[] { 0x81, 0 })]
    [InlineData(1, new byte[] { 0x81, 1 })]
    [InlineData(125, new byte[] { 0x81, 125 })]
    [InlineData(126, new byte[] { 0x81, 126, 0, 126 })]
    [InlineData(127, new byte[] { 0x81, 126, 0, 127 })]
    [InlineData(256, new byte[] { 0x81, 126, 1, 0 })]
    [InlineData(65535, new byte[] { 0x81, 126, 0xff, 0xff })]
    [InlineData(65536, new byte[] { 0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0 })]
    [InlineData(int.MaxValue, new byte[] { 0x81, 127, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff })]
    public void Length_IsWrittenInItsShortestForm(int length, byte[] header)
    {
        var written = new byte[WebSocketHeader.LengthFor(length)];

        WebSocketHeader.Write(written, WebSocketHeader.Text, length);

        Assert.Equal(header, written);
        Assert.InRange(written.Length, 2, FrameBuffer.HeaderRoom);
    }

    [Theory]
    [InlineData(WebSocketHeader.Text, 0x81)]
    [InlineData(WebSocketHeader.Close, 0x88)]
    [InlineData(WebSocketHeader.Pong, 0x8a)]
    public void FirstByte_IsFinalWithItsOpcode(byte firstByte, byte expected)
    {
        var written = new byte[2];

        WebSocketHeader.Write(written, firstByte, 2);

        Assert.Equal([expected, 2], written);
    }
}
