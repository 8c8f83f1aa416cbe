using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.CompilerServices;

/// <summary>Reads payloads that a client received: JSON through its metadata, bytes as they are.</summary>
internal static class PayloadReader
{
    /// <exception cref="JsonException">The payload is not a <typeparamref name="T"/>: another shape, or bytes where JSON is declared or the reverse.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> payload, bool isBinary, JsonTypeInfo<T> typeInfo)
    {
        if (isBinary != (typeof(T) == typeof(ReadOnlyMemory<byte>)))
        {
            throw new JsonException(isBinary ? "The payload is bytes and not JSON." : "The payload is JSON and not bytes.");
        }

        return isBinary
            ? (T)(object)payload
            : JsonSerializer.Deserialize(payload.Span, typeInfo)!; // A contract that allows null says so in T.
    }
}
