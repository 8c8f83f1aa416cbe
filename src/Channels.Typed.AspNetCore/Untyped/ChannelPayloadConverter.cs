using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.AspNetCore.Untyped;

/// <summary>Writes JSON payloads as they are, so that untyped code can send where typed code does.</summary>
internal sealed class ChannelPayloadConverter : JsonConverter<ChannelPayload>
{
    public static readonly JsonTypeInfo<ChannelPayload> Info =
        JsonMetadataServices.CreateValueInfo<ChannelPayload>(new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine() }, new ChannelPayloadConverter());

    public override ChannelPayload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Payloads are only written.");

    public override void Write(Utf8JsonWriter writer, ChannelPayload value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Bytes.Span, skipInputValidation: true);
}
