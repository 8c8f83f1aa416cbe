namespace Channels.Typed.Protocol;

/// <summary>Writes compact V2 text frames in one pass, from parts that are already JSON (protocol section "V2 text frames").</summary>
/// <remarks>A payload is written between a <c>Start…</c> method and <see cref="End"/> or <see cref="EndReply"/>.</remarks>
public static class JsonFrameWriter
{
    // [join_ref, ref, topic, event, payload]

    /// <summary>Starts any message: writes everything before the payload.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="joinRef">The join ref, raw JSON.</param>
    /// <param name="reference">The ref, raw JSON.</param>
    /// <param name="topic">The topic, a JSON string.</param>
    /// <param name="eventName">The event, a JSON string.</param>
    public static void Start(
        FrameBuffer buffer,
        ReadOnlySpan<byte> joinRef,
        ReadOnlySpan<byte> reference,
        ReadOnlySpan<byte> topic,
        ReadOnlySpan<byte> eventName)
    {
        buffer.Write("["u8);
        buffer.Write(joinRef);
        buffer.Write(","u8);
        buffer.Write(reference);
        buffer.Write(","u8);
        buffer.Write(topic);
        buffer.Write(","u8);
        buffer.Write(eventName);
        buffer.Write(","u8);
    }

    // [null, null, topic, event, payload]

    /// <summary>Starts a broadcast, which has no refs.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="topic">The topic, a JSON string.</param>
    /// <param name="eventName">The event, a JSON string.</param>
    public static void StartBroadcast(FrameBuffer buffer, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> eventName) =>
        Start(buffer, "null"u8, "null"u8, topic, eventName);

    // [join_ref, ref, topic, "phx_reply", {"response": response, "status": status}]

    /// <summary>Starts a reply: writes everything before the response.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="joinRef">The join ref, raw JSON.</param>
    /// <param name="reference">The ref of the message that the reply belongs to, raw JSON.</param>
    /// <param name="topic">The topic, a JSON string.</param>
    public static void StartReply(FrameBuffer buffer, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic)
    {
        Start(buffer, joinRef, reference, topic, "\"phx_reply\""u8);
        buffer.Write("{\"response\":"u8);
    }

    /// <summary>Ends a reply after its response.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="status">The status, UTF-8 text without characters that need escapes, such as <c>ok</c>.</param>
    public static void EndReply(FrameBuffer buffer, ReadOnlySpan<byte> status)
    {
        buffer.Write(",\"status\":\""u8);
        buffer.Write(status);
        buffer.Write("\"}]"u8);
    }

    /// <summary>Ends any other message, after its payload.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    public static void End(FrameBuffer buffer) => buffer.Write("]"u8);
}
