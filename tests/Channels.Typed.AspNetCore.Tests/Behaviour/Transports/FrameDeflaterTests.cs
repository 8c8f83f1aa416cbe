using System.Text;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Transports;

public sealed class FrameDeflaterTests
{
    [Theory]
    [InlineData(1_000, WebSocketHeader.Text)]
    [InlineData(30_000, WebSocketHeader.Text)]
    [InlineData(1_000_000, WebSocketHeader.Text)]
    [InlineData(1_000, WebSocketHeader.Binary)]
    public void Frame_KeepsItsContentAndItsKind(int length, byte kind)
    {
        byte[] payload = Text(length);

        byte[]? compressed = FrameDeflater.Deflate(Frame(payload, kind));

        Assert.NotNull(compressed);
        Assert.Equal(kind | 0x40, compressed[0]);
        int headerLength = compressed[1] switch { 126 => 4, 127 => 10, _ => 2 };
        Assert.Equal(WebSocketHeader.LengthFor(compressed.Length - headerLength), headerLength);
        Assert.True(compressed.Length < payload.Length, $"{compressed.Length} bytes are not less than {payload.Length}.");
        Assert.Equal(payload, Deflated.Inflate(compressed.AsSpan(headerLength)));
    }

    [Fact]
    public void ShortFrame_IsNotCompressed() => Assert.Null(FrameDeflater.Deflate(Frame(new byte[200])));

    [Fact]
    public void Noise_IsNotCompressed()
    {
        var noise = new byte[2_000];
        new Random(1).NextBytes(noise);

        Assert.Null(FrameDeflater.Deflate(Frame(noise)));
    }

    [Fact]
    public void SharedFrame_IsCompressedOnce()
    {
        ReadOnlyMemory<byte> frame = Frame(Text(1_000));

        ReadOnlyMemory<byte> first = FrameDeflater.DeflateShared(frame);
        ReadOnlyMemory<byte> second = FrameDeflater.DeflateShared(frame);

        Assert.True(first.Length < frame.Length);
        Assert.True(first.Equals(second), "The second connection got its own bytes.");
    }

    [Fact]
    public void SharedFrame_ThatGainsNothing_IsNotCopied()
    {
        var noise = new byte[2_000];
        new Random(1).NextBytes(noise);
        ReadOnlyMemory<byte> loud = Frame(noise);
        ReadOnlyMemory<byte> small = Frame(new byte[10]);

        Assert.True(loud.Equals(FrameDeflater.DeflateShared(loud)));
        Assert.True(small.Equals(FrameDeflater.DeflateShared(small)));
    }

    private static byte[] Text(int length)
    {
        var text = new StringBuilder();
        for (int i = 0; text.Length < length; i++)
        {
            text.Append("line ").Append(i * 7919 % 1009).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString(0, length));
    }

    private static byte[] Frame(byte[] payload, byte kind = WebSocketHeader.Text)
    {
        int headerLength = WebSocketHeader.LengthFor(payload.Length);
        var frame = new byte[headerLength + payload.Length];
        WebSocketHeader.Write(frame, kind, payload.Length);
        payload.CopyTo(frame, headerLength);
        return frame;
    }
}
