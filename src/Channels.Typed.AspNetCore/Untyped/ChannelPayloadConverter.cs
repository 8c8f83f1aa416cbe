using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.AspNetCore.Untyped;

/// <summary>Writes the JSON of a payload unchanged, so untyped code can use the same methods as typed code.</summary>
internal sealed class ChannelPayloadConverter : JsonConverter<ChannelPayload>
{
    public static readonly JsonTypeInfo<ChannelPayload> Info =
        JsonMetadataServices.CreateValueInfo<ChannelPayload>(
            new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine() }, new ChannelPayloadConverter());

    public override ChannelPayload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A ChannelPayload can only be written.");

    public override void Write(Utf8JsonWriter writer, ChannelPayload value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Bytes.Span, skipInputValidation: true);
}
