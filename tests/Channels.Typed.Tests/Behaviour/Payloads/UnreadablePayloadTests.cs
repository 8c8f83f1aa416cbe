using System.Text.Json.Serialization.Metadata;
using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Behaviour.Payloads;

/// <summary>Whatever the serializer throws, the payload is unreadable.</summary>
public sealed class UnreadablePayloadTests
{
    private static readonly JsonTypeInfo<Note> RefusesAll = JsonMetadataServices.CreateObjectInfo<Note>(
        TestJson.Default.Options, new JsonObjectInfoValues<Note> { ObjectCreator = () => throw new ArgumentException("no") });

    [Fact]
    public void ReadRequired_TypeThrowsAnyException_IsUnreadable()
    {
        UnreadablePayloadException e = Assert.Throws<UnreadablePayloadException>(
            () => Payload<Note>.ReadRequired("{}"u8, isBinary: false, RefusesAll));

        Assert.IsType<ArgumentException>(e.InnerException);
        Assert.Contains(nameof(ArgumentException), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChannelPayloadRead_TypeThrowsAnyException_IsUnreadable()
    {
        UnreadablePayloadException e = Assert.Throws<UnreadablePayloadException>(() => ChannelPayload.FromJson("{}").Read(RefusesAll));

        Assert.IsType<ArgumentException>(e.InnerException);
    }
}
