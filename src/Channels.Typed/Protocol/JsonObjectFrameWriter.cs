namespace Channels.Typed.Protocol;

/// <summary>
/// Writes V1 frames: compact JSON objects with exactly the keys <c>event</c>, <c>payload</c>, <c>ref</c> and <c>topic</c>.
/// </summary>
/// <remarks>
/// Names, refs and payload are given as raw JSON. The payload is written between <see cref="Start"/> and <see cref="End"/>.
/// </remarks>
public static class JsonObjectFrameWriter
{
    // {"event": event, "payload": payload, "ref": ref, "topic": topic}

    /// <summary>Starts a push, a broadcast, a <c>phx_close</c> or a <c>phx_error</c>. The payload follows.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="eventName">The event, raw JSON.</param>
    public static void Start(FrameBuffer buffer, ReadOnlySpan<byte> eventName)
    {
        buffer.Write("{\"event\":"u8);
        buffer.Write(eventName);
        buffer.Write(",\"payload\":"u8);
    }

    /// <summary>Ends a message after its payload.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="reference">The ref, raw JSON.</param>
    /// <param name="topic">The topic, raw JSON.</param>
    public static void End(FrameBuffer buffer, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic)
    {
        buffer.Write(",\"ref\":"u8);
        buffer.Write(reference);
        buffer.Write(",\"topic\":"u8);
        buffer.Write(topic);
        buffer.Write("}"u8);
    }

    // {"event": "phx_reply", "payload": {"response": response, "status": status}, "ref": ref, "topic": topic}

    /// <summary>Starts a reply. The response follows.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    public static void StartReply(FrameBuffer buffer)
    {
        Start(buffer, "\"phx_reply\""u8);
        buffer.Write("{\"response\":"u8);
    }

    /// <summary>Ends a reply after its response.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="status">The status, UTF-8 text without characters that need escapes.</param>
    /// <param name="reference">The ref, raw JSON.</param>
    /// <param name="topic">The topic, raw JSON.</param>
    public static void EndReply(FrameBuffer buffer, ReadOnlySpan<byte> status, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic)
    {
        buffer.Write(",\"status\":\""u8);
        buffer.Write(status);
        buffer.Write("\"}"u8);
        End(buffer, reference, topic);
    }
}
