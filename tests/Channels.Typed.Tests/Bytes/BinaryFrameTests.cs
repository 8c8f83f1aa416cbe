using System.Text;
using Channels.Typed.Protocol;

namespace Channels.Typed.Tests.Bytes;

/// <summary>The binary frames of both directions, byte by byte (protocol section "V2 binary frames").</summary>
public sealed class BinaryFrameTests
{
    [Fact]
    public void ClientPush_IsReadAsItWasWritten()
    {
        byte[] written = Write(buffer => BinaryFrameWriter.WriteClientPush(buffer, "\"12\""u8, "\"123\""u8, "topic"u8, "event"u8, "efg"u8));

        Assert.Equal("\0\u0002\u0003\u0005\u000512123topiceventefg", Encoding.Latin1.GetString(written));
        Frame frame = BinaryFrameReader.ReadPush(written);
        Assert.Equal("\"12\" \"123\" \"topic\" topic event efg", Describe(frame));
        Assert.True(frame.IsBinary);
    }

    [Fact]
    public void ServerPush_HasNoRef()
    {
        byte[] written = Write(buffer => BinaryFrameWriter.WritePush(buffer, "\"12\""u8, "topic"u8, "event"u8, "efg"u8));

        Assert.Equal("\0\u0002\u0005\u000512topiceventefg", Encoding.Latin1.GetString(written));
        Frame frame = BinaryFrameReader.ReadFromServer(written, out ReadOnlySpan<byte> status);
        Assert.Equal("\"12\" null \"topic\" topic event efg", Describe(frame));
        Assert.True(status.IsEmpty);
    }

    [Fact]
    public void Reply_HasItsStatusInTheHeader()
    {
        byte[] written = Write(buffer => BinaryFrameWriter.WriteReply(buffer, "\"12\""u8, "\"123\""u8, "topic"u8, "ok"u8, "efg"u8));

        Assert.Equal("\u0001\u0002\u0003\u0005\u000212123topicokefg", Encoding.Latin1.GetString(written));
        Frame frame = BinaryFrameReader.ReadFromServer(written, out ReadOnlySpan<byte> status);
        Assert.Equal("\"12\" \"123\" \"topic\" topic phx_reply efg", Describe(frame));
        Assert.Equal("ok", Encoding.UTF8.GetString(status));
    }

    [Fact]
    public void Broadcast_HasNoRefs()
    {
        byte[] written = Write(buffer => Assert.Equal(13, BinaryFrameWriter.WriteBroadcast(buffer, "topic"u8, "event"u8, "efg"u8)));

        Assert.Equal("\u0002\u0005\u0005topiceventefg", Encoding.Latin1.GetString(written));
        Assert.Equal("null null \"topic\" topic event efg", Describe(BinaryFrameReader.ReadFromServer(written, out _)));
    }

    [Theory]
    [InlineData("null", "")]
    [InlineData("7", "7")]
    [InlineData("\"\"", "")]
    [InlineData("\"\\u00e9\\n\"", "é\n")]
    public void Refs_AreWrittenAsTheirText(string json, string text)
    {
        byte[] written = Write(buffer => BinaryFrameWriter.WritePush(buffer, Encoding.UTF8.GetBytes(json), "t"u8, "e"u8, default));

        int length = Encoding.UTF8.GetByteCount(text);
        Assert.Equal(length, written[1]);
        Assert.Equal(text, Encoding.UTF8.GetString(written, 4, length));
    }

    [Fact]
    public void Names_MayBe255BytesLongAndNoLonger()
    {
        byte[] longest = new byte[255];
        longest.AsSpan().Fill((byte)'t');

        byte[] written = Write(buffer => BinaryFrameWriter.WriteBroadcast(buffer, longest, "e"u8, "p"u8));

        Assert.Equal("p", Encoding.UTF8.GetString(BinaryFrameReader.ReadFromServer(written, out _).Payload));
        ProtocolException exception = Assert.Throws<ProtocolException>(
            () => Write(buffer => BinaryFrameWriter.WriteBroadcast(buffer, [.. longest, 1], "e"u8, default)));
        Assert.Equal("The topic of a binary frame is 256 bytes long. Use 255 or fewer, or a JSON payload.", exception.Message);
    }

    [Fact]
    public void Names_AreCountedInBytesAndNotInCharacters()
    {
        byte[] topic = Encoding.UTF8.GetBytes(new string('é', 128));

        ProtocolException exception = Assert.Throws<ProtocolException>(
            () => Write(buffer => BinaryFrameWriter.WriteBroadcast(buffer, topic, "e"u8, default)));
        Assert.Equal("The topic of a binary frame is 256 bytes long. Use 255 or fewer, or a JSON payload.", exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\0\u0001\u0001\u0001\u0001abc")]
    [InlineData("\u0001\0\0\0\0")]
    [InlineData("[1]")]
    public void ClientPush_Malformed_Throws(string bytes) =>
        Assert.Throws<ProtocolException>(() => _ = BinaryFrameReader.ReadPush(Encoding.Latin1.GetBytes(bytes)).IsBinary);

    // Each name is checked separately. The two halves of a character in two names are valid UTF-8 only when joined.
    [Theory]
    [InlineData("\0\u0001\0\u0001\u0001\u00fft!")]
    [InlineData("\0\0\u0001\u0001\u0001\u00fft!")]
    [InlineData("\0\0\0\u0002\u0001t\u00c3e")]
    [InlineData("\0\0\0\u0001\u0003t\u00ed\u00a0\u0080")]
    [InlineData("\0\0\0\u0001\u0001\u00c3\u00a9")]
    public void ClientPush_WithANameThatIsNotUtf8_Throws(string bytes) =>
        Assert.Throws<ProtocolException>(() => _ = BinaryFrameReader.ReadPush(Encoding.Latin1.GetBytes(bytes)).IsBinary);

    [Theory]
    [InlineData("\0\u0001\u0001\u0001\u00ffte")]
    [InlineData("\0\0\u0001\u0001t\u00ff")]
    [InlineData("\u0001\0\u0001\u0001\u0002\u00fftok")]
    [InlineData("\u0001\0\0\u0001\u0002to\u00ff")]
    [InlineData("\u0002\u0001\u0001\u00c3\u00a9")]
    public void ServerFrame_WithANameThatIsNotUtf8_Throws(string bytes) =>
        Assert.Throws<ProtocolException>(() => _ = BinaryFrameReader.ReadFromServer(Encoding.Latin1.GetBytes(bytes), out _).IsBinary);

    [Fact]
    public void RandomBytes_GiveFramesOrProtocolExceptionsAndNothingElse()
    {
        var random = new Random(20261124);
        for (int i = 0; i < 200_000; i++)
        {
            var bytes = new byte[random.Next(0, 40)];
            random.NextBytes(bytes);
            if (bytes.Length > 0)
            {
                bytes[0] = (byte)random.Next(0, 5);
            }

            for (int j = 1; j < Math.Min(bytes.Length, 5); j++)
            {
                bytes[j] = (byte)random.Next(0, 12);
            }

            Read(() => _ = BinaryFrameReader.ReadPush(bytes).Payload.Length);
            Read(() => _ = BinaryFrameReader.ReadFromServer(bytes, out _).Payload.Length);
        }
    }

    private static void Read(Action read)
    {
        try
        {
            read();
        }
        catch (ProtocolException)
        {
            // Documented for bytes that are not a frame.
        }
    }

    private static byte[] Write(Action<FrameBuffer> write)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            write(buffer);
            return buffer.Written.ToArray();
        }
        finally
        {
            buffer.Return();
        }
    }

    private static string Describe(in Frame frame) => string.Join(
        ' ',
        Encoding.UTF8.GetString(frame.JoinRef),
        Encoding.UTF8.GetString(frame.Ref),
        Encoding.UTF8.GetString(frame.RawTopic),
        Encoding.UTF8.GetString(frame.Topic),
        Encoding.UTF8.GetString(frame.Event),
        Encoding.UTF8.GetString(frame.Payload));
}
