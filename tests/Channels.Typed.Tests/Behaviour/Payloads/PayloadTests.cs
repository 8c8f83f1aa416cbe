using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.CompilerServices;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Behaviour.Payloads;

public sealed class PayloadTests
{
    private static readonly JsonTypeInfo<ReadOnlyMemory<byte>> BytesInfo = PayloadJson.Get<ReadOnlyMemory<byte>>(null);

    [Fact]
    public void ReadOnlyMemoryOfBytes_IsTheOnlyTypeThatIsBytes()
    {
        Assert.True(Payload<ReadOnlyMemory<byte>>.IsBytes);
        Assert.False(Payload<Memory<byte>>.IsBytes);
        Assert.False(Payload<byte[]>.IsBytes);
        Assert.False(Payload<Note>.IsBytes);
        Assert.False(Payload<Empty>.IsBytes);
    }

    [Fact]
    public void Bytes_AreWrittenAndReadWithoutACopyOrABox()
    {
        byte[] bytes = [1, 2, 3];

        ChannelPayload written = Payload<ReadOnlyMemory<byte>>.Write(bytes, BytesInfo);
        ReadOnlyMemory<byte> read = Payload<ReadOnlyMemory<byte>>.Read(written.Bytes, written.IsBinary, BytesInfo);

        Assert.True(written.IsBinary);
        Assert.True(read.Span == bytes.AsSpan());
        Assert.Equal(0, Allocations.Of(() => Payload<ReadOnlyMemory<byte>>.Read(
            Payload<ReadOnlyMemory<byte>>.Write(bytes, BytesInfo).Bytes, isBinary: true, BytesInfo)));
    }

    [Fact]
    public void BytesOfABufferThatIsReused_AreCopied()
    {
        byte[] buffer = [1, 2, 3];

        ReadOnlyMemory<byte> read = Payload<ReadOnlyMemory<byte>>.Read(buffer.AsSpan(), isBinary: true, BytesInfo);
        ReadOnlyMemory<byte> required = Payload<ReadOnlyMemory<byte>>.ReadRequired(buffer, isBinary: true, BytesInfo);
        buffer.AsSpan().Clear();

        Assert.Equal([1, 2, 3], read.ToArray());
        Assert.Equal([1, 2, 3], required.ToArray());
    }

    [Fact]
    public void Json_IsWrittenAndRead()
    {
        var note = new Note("hello");

        ChannelPayload written = Payload<Note>.Write(note, TestJson.Default.Note);

        Assert.False(written.IsBinary);
        Assert.Equal(note, Payload<Note>.Read(written.Bytes, isBinary: false, TestJson.Default.Note));
        Assert.Equal(note, Payload<Note>.ReadRequired(written.Bytes.Span, isBinary: false, TestJson.Default.Note));
    }

    [Fact]
    public void OtherKindThanDeclared_Fails()
    {
        byte[] json = [.. "{}"u8];

        Assert.Throws<JsonException>(() => Payload<Note>.Read(json.AsMemory(), isBinary: true, TestJson.Default.Note));
        Assert.Throws<JsonException>(() => Payload<ReadOnlyMemory<byte>>.Read(json.AsMemory(), isBinary: false, BytesInfo));
        Assert.Throws<UnreadablePayloadException>(() => Payload<Note>.ReadRequired(json, isBinary: true, TestJson.Default.Note));
        Assert.Throws<UnreadablePayloadException>(() => Payload<ReadOnlyMemory<byte>>.ReadRequired(json, isBinary: false, BytesInfo));
    }

    [Fact]
    public void NullOrAnotherShape_IsUnreadableWhereThePayloadIsRequired()
    {
        Assert.Null(Payload<Note?>.Read("null"u8, isBinary: false, TestJson.Default.Note!));
        Assert.Throws<UnreadablePayloadException>(() => Payload<Note>.ReadRequired("null"u8, isBinary: false, TestJson.Default.Note));

        UnreadablePayloadException e = Assert.Throws<UnreadablePayloadException>(
            () => Payload<Note>.ReadRequired("[]"u8, isBinary: false, TestJson.Default.Note));
        Assert.IsType<JsonException>(e.InnerException);
    }
}
