using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.Protocol;

namespace Channels.Typed;

/// <summary>A payload without a contract: raw JSON or bytes. Immutable. <c>default</c> is <see cref="Empty"/>.</summary>
/// <remarks>
/// The payload of a push or broadcast is a JSON object or bytes. The payload of a reply is any JSON or bytes. Bytes cannot be sent to
/// clients of protocol version 1.0.0.
/// </remarks>
public readonly struct ChannelPayload
{
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    private readonly ReadOnlyMemory<byte> _bytes;

    private ChannelPayload(ReadOnlyMemory<byte> bytes, bool isBinary)
    {
        _bytes = bytes;
        IsBinary = isBinary;
    }

    /// <summary>Gets the payload <c>{}</c>.</summary>
    public static ChannelPayload Empty => default;

    /// <summary>Gets a value indicating whether the payload is bytes and not JSON.</summary>
    public bool IsBinary { get; }

    /// <summary>Gets the payload: UTF-8 JSON, or the bytes if <see cref="IsBinary"/>. A received payload is unchanged.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.IsEmpty && !IsBinary ? EmptyObject : _bytes;

    /// <summary>Gets a value indicating whether the payload is a JSON object.</summary>
    public bool IsObject => !IsBinary && Bytes.Span[0] == (byte)'{';

    /// <summary>Creates a payload from JSON.</summary>
    /// <param name="json">One JSON value, UTF-8. It is not copied, so the caller must not change it afterwards.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="JsonException"><paramref name="json"/> is not exactly one JSON value.</exception>
    public static ChannelPayload FromJson(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        _ = reader.Read();
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        int end = (int)reader.BytesConsumed;
        _ = reader.Read(); // Throws if anything follows.
        return FromUncheckedJson(json.Slice(start, end - start));
    }

    /// <summary>Creates a payload from JSON.</summary>
    /// <param name="json">One JSON value.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="JsonException"><paramref name="json"/> is not exactly one JSON value.</exception>
    public static ChannelPayload FromJson([StringSyntax(StringSyntaxAttribute.Json)] string json) => FromJson(Encoding.UTF8.GetBytes(json));

    /// <summary>Creates a payload from a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">The JSON metadata that writes the value.</param>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <returns>The payload.</returns>
    public static ChannelPayload From<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            buffer.WriteJson(value, typeInfo);
            return FromUncheckedJson(buffer.Written.ToArray());
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Creates a payload from bytes.</summary>
    /// <param name="bytes">The bytes. They are not copied, so the caller must not change them afterwards.</param>
    /// <returns>The payload.</returns>
    public static ChannelPayload FromBytes(ReadOnlyMemory<byte> bytes) => new(bytes, isBinary: true);

    /// <summary>Deserializes the JSON of the payload.</summary>
    /// <param name="typeInfo">The JSON metadata that reads the value.</param>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="UnreadablePayloadException">The payload does not have this type, or is bytes.</exception>
    /// <remarks>
    /// Do not catch the exception in a handler on the server: the server handles it as its option <c>InvalidPayloads</c> says.
    /// </remarks>
    public T? Read<T>(JsonTypeInfo<T> typeInfo)
    {
        if (IsBinary)
        {
            throw new UnreadablePayloadException(typeof(T), null);
        }

        try
        {
            return JsonSerializer.Deserialize(Bytes.Span, typeInfo);
        }
        catch (JsonException e)
        {
            throw new UnreadablePayloadException(typeof(T), e);
        }
    }

    /// <summary>Reads the payload as a JSON element, which needs no type. Throws the same exceptions as <see cref="Read{T}"/>.</summary>
    /// <returns>The element. It has its own memory.</returns>
    public JsonElement ToJsonElement()
    {
        if (IsBinary)
        {
            throw new UnreadablePayloadException(typeof(JsonElement), null);
        }

        try
        {
            var reader = new Utf8JsonReader(Bytes.Span);
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException e)
        {
            throw new UnreadablePayloadException(typeof(JsonElement), e);
        }
    }

    /// <summary>Gets the JSON, or the number of bytes.</summary>
    /// <returns>Text for debugging. Do not log payloads.</returns>
    public override string ToString() => IsBinary ? $"{_bytes.Length} bytes" : Encoding.UTF8.GetString(Bytes.ToArray());

    /// <summary>
    /// Creates a payload from JSON that is known to be valid. The JSON is not checked; use <see cref="FromJson(ReadOnlyMemory{byte})"/> for
    /// all other JSON.
    /// </summary>
    /// <param name="json">
    /// One JSON value without white space around it, UTF-8. It is not copied, so the caller must not change it afterwards.
    /// </param>
    /// <returns>The payload.</returns>
    public static ChannelPayload FromUncheckedJson(ReadOnlyMemory<byte> json) => new(json, isBinary: false);
}
