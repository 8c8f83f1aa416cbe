using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.Protocol;

namespace Channels.Typed;

/// <summary>
/// The payload of a message without a contract: JSON as it is on the wire, or bytes. Immutable; <c>default</c> is <see cref="Empty"/>.
/// </summary>
/// <remarks>
/// Pushes and broadcasts carry a JSON object or bytes, replies any JSON or bytes. Clients of version 1.0.0 cannot be sent bytes.
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

    /// <summary>Gets the payload: UTF-8 JSON, or the bytes if <see cref="IsBinary"/>. What a client sent is here as it sent it.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.IsEmpty && !IsBinary ? EmptyObject : _bytes;

    /// <summary>Gets a value indicating whether the payload is a JSON object.</summary>
    public bool IsObject => !IsBinary && Bytes.Span[0] == (byte)'{';

    /// <summary>Makes a payload of JSON.</summary>
    /// <param name="json">One JSON value, UTF-8. It is kept, not copied, so it may not be changed any more.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="JsonException">It is not one JSON value.</exception>
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

    /// <summary>Makes a payload of JSON.</summary>
    /// <param name="json">One JSON value.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="JsonException">It is not one JSON value.</exception>
    public static ChannelPayload FromJson([StringSyntax(StringSyntaxAttribute.Json)] string json) => FromJson(Encoding.UTF8.GetBytes(json));

    /// <summary>Makes a payload of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How to write it.</param>
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

    /// <summary>Makes a payload of bytes.</summary>
    /// <param name="bytes">The bytes. They are kept, not copied, so they may not be changed any more.</param>
    /// <returns>The payload.</returns>
    public static ChannelPayload FromBytes(ReadOnlyMemory<byte> bytes) => new(bytes, isBinary: true);

    /// <summary>Reads the payload as a value.</summary>
    /// <param name="typeInfo">How to read it.</param>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="UnreadablePayloadException">The payload is not such a value, or is bytes.</exception>
    /// <remarks>
    /// Where a server handles a client's message, leave the exception to the server: it does what its option <c>InvalidPayloads</c> says.
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

    /// <summary>Reads the payload as a JSON element, which needs no type. It throws as <see cref="Read{T}"/> does.</summary>
    /// <returns>The element; it owns its memory.</returns>
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

    /// <summary>Gets the JSON, or how many bytes there are.</summary>
    /// <returns>Text for a debugger; payloads do not belong into logs.</returns>
    public override string ToString() => IsBinary ? $"{_bytes.Length} bytes" : Encoding.UTF8.GetString(Bytes.ToArray());

    /// <summary>
    /// Makes a payload of JSON that is known to be right: it is not looked at. Use <see cref="FromJson(ReadOnlyMemory{byte})"/> for any
    /// other.
    /// </summary>
    /// <param name="json">
    /// One JSON value without white space around it, UTF-8. It is kept, not copied, so it may not be changed any more.
    /// </param>
    /// <returns>The payload.</returns>
    public static ChannelPayload FromUncheckedJson(ReadOnlyMemory<byte> json) => new(json, isBinary: false);
}
