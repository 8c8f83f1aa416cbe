using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed;

/// <summary>
/// Reads and writes payloads that are declared as <typeparamref name="T"/>. The bytes of a <c>ReadOnlyMemory&lt;byte&gt;</c> are sent as
/// they are, in binary frames; every other type is sent as JSON. Client and server both use this, so the rule is written once.
/// </summary>
/// <remarks>
/// The casts through <see cref="object"/> allocate nothing: <see cref="IsBytes"/> is a constant for each <typeparamref name="T"/>, so the
/// JIT compiles only one of the two branches, and it removes a box that is unboxed at once to the same type.
/// </remarks>
internal static class Payload<T>
{
    /// <summary>Whether the payload is sent as bytes and not as JSON.</summary>
    public static bool IsBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(ReadOnlyMemory<byte>);
    }

    /// <summary>The bytes of a payload, not copied. Only if <see cref="IsBytes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlyMemory<byte> ToBytes(T payload) => (ReadOnlyMemory<byte>)(object)payload!; // T is a struct here, never null.

    /// <summary>A payload of these bytes, not copied. Only if <see cref="IsBytes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T FromBytes(ReadOnlyMemory<byte> bytes) => (T)(object)bytes;

    /// <summary>Writes a payload. Bytes are kept and not copied.</summary>
    /// <exception cref="JsonException">The value cannot be written as JSON.</exception>
    public static ChannelPayload Write(T payload, JsonTypeInfo<T> typeInfo) =>
        IsBytes ? ChannelPayload.FromBytes(ToBytes(payload)) : ChannelPayload.From(payload, typeInfo);

    /// <summary>Reads a received payload from memory that the reader may keep. Bytes are not copied.</summary>
    /// <exception cref="JsonException">
    /// The payload is not a <typeparamref name="T"/>: another shape, bytes where JSON is declared, or JSON where bytes are declared.
    /// </exception>
    public static T Read(ReadOnlyMemory<byte> payload, bool isBinary, JsonTypeInfo<T> typeInfo)
    {
        ThrowIfOtherKind(isBinary);
        return IsBytes ? FromBytes(payload) : ReadJson(payload.Span, typeInfo);
    }

    /// <summary>Reads a received payload from a buffer that is reused after the call. Bytes are copied.</summary>
    /// <exception cref="JsonException">As for the other overload.</exception>
    public static T Read(ReadOnlySpan<byte> payload, bool isBinary, JsonTypeInfo<T> typeInfo)
    {
        ThrowIfOtherKind(isBinary);
        return IsBytes ? FromBytes(payload.ToArray()) : ReadJson(payload, typeInfo);
    }

    /// <summary>
    /// Reads the payload that a client sent, for a handler: as above, but <c>null</c> is not accepted where <typeparamref name="T"/> is a
    /// class.
    /// </summary>
    /// <exception cref="UnreadablePayloadException">The payload is not a <typeparamref name="T"/>, or is <c>null</c>.</exception>
    public static T ReadRequired(ReadOnlySpan<byte> payload, bool isBinary, JsonTypeInfo<T> typeInfo)
    {
        if (isBinary != IsBytes)
        {
            throw new UnreadablePayloadException(typeof(T), null);
        }

        try
        {
            return Read(payload, isBinary, typeInfo) ?? throw new UnreadablePayloadException(typeof(T), null);
        }
        catch (JsonException e)
        {
            throw new UnreadablePayloadException(typeof(T), e);
        }
    }

    // JSON null gives null where T allows it. A contract that allows it declares T as nullable.
    private static T ReadJson(ReadOnlySpan<byte> json, JsonTypeInfo<T> typeInfo) => JsonSerializer.Deserialize(json, typeInfo)!;

    private static void ThrowIfOtherKind(bool isBinary)
    {
        if (isBinary != IsBytes)
        {
            throw new JsonException(isBinary ? "The payload is bytes and not JSON." : "The payload is JSON and not bytes.");
        }
    }
}
