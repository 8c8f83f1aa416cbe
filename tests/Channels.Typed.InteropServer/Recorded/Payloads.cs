using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Channels.Typed.AspNetCore;

namespace Channels.Typed.InteropServer.Recorded;

/// <summary>Reads members of untyped payloads, and creates payloads.</summary>
internal static class Payloads
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A member of an object; null if it is missing or the payload is not an object.</summary>
    public static JsonElement? Member(this ChannelPayload payload, string name) =>
        payload.IsObject && payload.ToJsonElement().TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>Whether a member has a value that is neither null nor false.</summary>
    public static bool IsTruthy(this JsonElement? value) =>
        value is { ValueKind: not JsonValueKind.Null and not JsonValueKind.False };

    /// <summary>The text of a member that must be a string.</summary>
    public static string Text(this JsonElement? value) => value is { ValueKind: JsonValueKind.String } text
        ? text.GetString()!
        : throw new ArgumentException("A string was expected.", nameof(value));

    /// <summary>The payload with a member set.</summary>
    public static ChannelPayload With(this ChannelPayload payload, string name, JsonElement? value) => Write(writer =>
    {
        foreach (JsonProperty property in payload.ToJsonElement().EnumerateObject())
        {
            if (!property.NameEquals(name))
            {
                property.WriteTo(writer);
            }
        }

        WriteMember(writer, name, value);
    });

    /// <summary>An object of one member.</summary>
    public static ChannelPayload Of(string name, JsonElement? value) => Write(writer => WriteMember(writer, name, value));

    /// <summary>An object whose only member is another payload.</summary>
    public static ChannelPayload Of(string name, ChannelPayload value) => Of(name, value.ToJsonElement());

    /// <summary>Writes an object.</summary>
    public static ChannelPayload Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return ChannelPayload.FromJson(buffer.WrittenMemory);
    }

    /// <summary>Writes a member, null if there is no value.</summary>
    public static void WriteMember(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        writer.WritePropertyName(name);
        if (value is { } element)
        {
            element.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
