using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed;

/// <summary>Writes <see cref="Empty"/> as <c>{}</c>, and reads it from any JSON.</summary>
internal sealed class EmptyConverter : JsonConverter<Empty>
{
    public override bool HandleNull => true;

    public override Empty Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return default;
    }

    public override void Write(Utf8JsonWriter writer, Empty value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    }
}
