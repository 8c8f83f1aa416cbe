using System.Text;
using System.Text.Json;

namespace Channels.Typed.Protocol;

/// <summary>
/// Writes binary frames: pushes, replies and broadcasts of servers, and the pushes of clients (protocol section "V2 binary frames").
/// </summary>
/// <remarks>
/// Each ref, topic and event can be up to 255 UTF-8 bytes long. Refs are given as raw JSON. The text of a string is written, nothing for
/// <c>null</c>, and any other JSON as it is.
/// </remarks>
public static class BinaryFrameWriter
{
    internal const byte Push = 0;
    internal const byte Reply = 1;
    internal const byte Broadcast = 2;

    // 0, join_ref length, topic length, event length, join_ref, topic, event, payload

    /// <summary>Writes a push of the server.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="joinRef">The join ref, raw JSON.</param>
    /// <param name="topic">The topic, UTF-8 text.</param>
    /// <param name="eventName">The event, UTF-8 text.</param>
    /// <param name="payload">The payload.</param>
    /// <exception cref="ProtocolException">A part is longer than 255 bytes.</exception>
    public static void WritePush(
        FrameBuffer buffer, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> join = Text(joinRef);
        buffer.Write([Push, Length(join, "join_ref"), Length(topic, "topic"), Length(eventName, "event")]);
        buffer.Write(join);
        buffer.Write(topic);
        buffer.Write(eventName);
        buffer.Write(payload);
    }

    // 0, join_ref length, ref length, topic length, event length, join_ref, ref, topic, event, payload

    /// <summary>Writes a push of a client.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="joinRef">The join ref, raw JSON.</param>
    /// <param name="reference">The ref, raw JSON.</param>
    /// <param name="topic">The topic, UTF-8 text.</param>
    /// <param name="eventName">The event, UTF-8 text.</param>
    /// <param name="payload">The payload.</param>
    /// <exception cref="ProtocolException">A part is longer than 255 bytes.</exception>
    public static void WriteClientPush(
        FrameBuffer buffer,
        ReadOnlySpan<byte> joinRef,
        ReadOnlySpan<byte> reference,
        ReadOnlySpan<byte> topic,
        ReadOnlySpan<byte> eventName,
        ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> join = Text(joinRef);
        ReadOnlySpan<byte> message = Text(reference);
        buffer.Write([Push, Length(join, "join_ref"), Length(message, "ref"), Length(topic, "topic"), Length(eventName, "event")]);
        buffer.Write(join);
        buffer.Write(message);
        buffer.Write(topic);
        buffer.Write(eventName);
        buffer.Write(payload);
    }

    // 1, join_ref length, ref length, topic length, status length, join_ref, ref, topic, status, payload

    /// <summary>Writes a reply of the server.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="joinRef">The join ref, raw JSON.</param>
    /// <param name="reference">The ref, raw JSON.</param>
    /// <param name="topic">The topic, UTF-8 text.</param>
    /// <param name="status">The status, UTF-8 text.</param>
    /// <param name="payload">The payload.</param>
    /// <exception cref="ProtocolException">A part is longer than 255 bytes.</exception>
    public static void WriteReply(
        FrameBuffer buffer,
        ReadOnlySpan<byte> joinRef,
        ReadOnlySpan<byte> reference,
        ReadOnlySpan<byte> topic,
        ReadOnlySpan<byte> status,
        ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> join = Text(joinRef);
        ReadOnlySpan<byte> message = Text(reference);
        buffer.Write([Reply, Length(join, "join_ref"), Length(message, "ref"), Length(topic, "topic"), Length(status, "status")]);
        buffer.Write(join);
        buffer.Write(message);
        buffer.Write(topic);
        buffer.Write(status);
        buffer.Write(payload);
    }

    // 2, topic length, event length, topic, event, payload

    /// <summary>Writes a broadcast.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="topic">The topic, UTF-8 text.</param>
    /// <param name="eventName">The event, UTF-8 text.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>The offset of the payload in the frame.</returns>
    /// <exception cref="ProtocolException">A part is longer than 255 bytes.</exception>
    public static int WriteBroadcast(FrameBuffer buffer, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload)
    {
        buffer.Write([Broadcast, Length(topic, "topic"), Length(eventName, "event")]);
        buffer.Write(topic);
        buffer.Write(eventName);
        int payloadOffset = buffer.Length;
        buffer.Write(payload);
        return payloadOffset;
    }

    private static byte Length(ReadOnlySpan<byte> text, string part) => text.Length <= byte.MaxValue
        ? (byte)text.Length
        : throw new ProtocolException($"The {part} of a binary frame is {text.Length} bytes long. Use 255 or fewer, or a JSON payload.");

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json)
    {
        if (json.SequenceEqual("null"u8))
        {
            return default;
        }

        if (json[0] != (byte)'"')
        {
            return json;
        }

        ReadOnlySpan<byte> quoted = json[1..^1];
        if (quoted.IndexOf((byte)'\\') < 0)
        {
            return quoted;
        }

        // A ref with escapes is valid but very rare, so two copies are acceptable.
        var reader = new Utf8JsonReader(json);
        _ = reader.Read();
        return Encoding.UTF8.GetBytes(reader.GetString()!); // It is a string.
    }
}
