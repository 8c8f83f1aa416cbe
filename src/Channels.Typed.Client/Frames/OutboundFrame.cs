using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Frames;

/// <summary>A frame that the client sends. It is encoded when it is written.</summary>
internal readonly struct OutboundFrame
{
    // A binary frame has one byte for the length of each name.
    private const int MaxBinaryNameBytes = byte.MaxValue;

    private readonly FrameKind _kind;
    private readonly long _joinRef;
    private readonly long _ref;
    private readonly ChannelTopic? _topic;
    private readonly EventName? _eventName;
    private readonly ChannelPayload _payload;

    private OutboundFrame(
        FrameKind kind, long joinRef, long reference, ChannelTopic? topic, EventName? eventName = null, ChannelPayload payload = default)
    {
        _kind = kind;
        _joinRef = joinRef;
        _ref = reference;
        _topic = topic;
        _eventName = eventName;
        _payload = payload;
    }

    public long Ref => _ref;

    /// <summary>Gets a value indicating whether it is written as a binary frame.</summary>
    public bool IsBinary => _payload.IsBinary;

    public static OutboundFrame Join(ChannelTopic topic, long reference, ChannelPayload payload) =>
        new(FrameKind.Join, reference, reference, topic, null, payload);

    public static OutboundFrame Leave(ChannelTopic topic, long joinRef, long reference) => new(FrameKind.Leave, joinRef, reference, topic);

    public static OutboundFrame Heartbeat(long reference) => new(FrameKind.Heartbeat, 0, reference, null);

    public static OutboundFrame Push(ChannelTopic topic, long joinRef, long reference, EventName eventName, ChannelPayload payload) =>
        new(FrameKind.Push, joinRef, reference, topic, eventName, payload);

    /// <summary>Checks that the version of the protocol can carry the payload under these names.</summary>
    /// <exception cref="NotSupportedException">
    /// The payload is binary, and the version is 1.0.0, or the topic or event name is too long for a binary frame.
    /// </exception>
    public static void EnsureCanSend(ProtocolVersion version, ChannelTopic topic, EventName? eventName, ChannelPayload payload)
    {
        if (!payload.IsBinary)
        {
            return;
        }

        if (version == ProtocolVersion.V1)
        {
            throw new NotSupportedException(
                "The payload is binary, which version 1.0.0 cannot carry. Set ChannelSocketOptions.ProtocolVersion to V2, or send JSON.");
        }

        EnsureFits("topic", topic.Text, topic.Utf8.Length);
        if (eventName is not null)
        {
            EnsureFits("event name", eventName.Name, eventName.Utf8.Length);
        }
    }

    public void WriteTo(FrameBuffer buffer, ProtocolVersion version)
    {
        if (version == ProtocolVersion.V1)
        {
            WriteObject(buffer);
        }
        else
        {
            WriteArray(buffer);
        }
    }

    private static void EnsureFits(string part, string text, int length)
    {
        if (length > MaxBinaryNameBytes)
        {
            throw new NotSupportedException(
                $"The payload is binary, and its {part} is {length} bytes of UTF-8 long: '{text}'. Binary frames carry at most "
                + $"{MaxBinaryNameBytes}. Use a shorter {part}, or send JSON.");
        }
    }

    // {"event": event, "payload": payload, "join_ref": join_ref, "ref": ref, "topic": topic}
    private void WriteObject(FrameBuffer buffer)
    {
        JsonObjectFrameWriter.Start(buffer, EventJson());
        WritePayload(buffer);
        buffer.Write(",\"join_ref\":"u8);
        buffer.Write(RefText.Write(stackalloc byte[RefText.MaxLength], _joinRef));
        JsonObjectFrameWriter.End(buffer, RefText.Write(stackalloc byte[RefText.MaxLength], _ref), TopicJson());
    }

    // [join_ref, ref, topic, event, payload], or a binary push
    private void WriteArray(FrameBuffer buffer)
    {
        if (IsBinary)
        {
            BinaryFrameWriter.WriteClientPush(
                buffer,
                RefText.Write(stackalloc byte[RefText.MaxLength], _joinRef),
                RefText.Write(stackalloc byte[RefText.MaxLength], _ref),
                _topic!.Utf8, // Only joins and pushes have a payload, and both have a topic.
                _eventName is null ? PhoenixEvents.Join : _eventName.Utf8,
                _payload.Bytes.Span);
            return;
        }

        JsonFrameWriter.Start(
            buffer,
            RefText.Write(stackalloc byte[RefText.MaxLength], _joinRef),
            RefText.Write(stackalloc byte[RefText.MaxLength], _ref),
            TopicJson(),
            EventJson());
        WritePayload(buffer);
        JsonFrameWriter.End(buffer);
    }

    private void WritePayload(FrameBuffer buffer) => buffer.Write(_payload.Bytes.IsEmpty ? "{}"u8 : _payload.Bytes.Span);

    private ReadOnlySpan<byte> TopicJson() => _topic is null ? "\"phoenix\""u8 : _topic.Json;

    private ReadOnlySpan<byte> EventJson() => _kind switch
    {
        FrameKind.Join => "\"phx_join\""u8,
        FrameKind.Leave => "\"phx_leave\""u8,
        FrameKind.Heartbeat => "\"heartbeat\""u8,
        _ => _eventName!.Json, // A push always has an event name.
    };
}
