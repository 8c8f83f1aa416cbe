namespace Channels.Typed.Protocol;

/// <summary>Writes V1 frames: compact JSON objects with exactly the keys <c>event</c>, <c>payload</c>, <c>ref</c> and <c>topic</c>.</summary>
/// <remarks>Names, refs and payload are given as raw JSON. The payload is written between <see cref="Start"/> and <see cref="End"/>.</remarks>
public static class JsonObjectFrameWriter
{
    // {"event": event, "payload": payload, "ref": ref, "topic": topic}

    /// <summary>Starts a push, a broadcast, a close or an error.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="eventName">The event, raw JSON.</param>
    public static void Start(FrameBuffer buffer, ReadOnlySpan<byte> eventName)
    {
        buffer.Write("{\"event\":"u8);
        buffer.Write(eventName);
        buffer.Write(",\"payload\":"u8);
    }

    /// <summary>Ends what <see cref="Start"/> started.</summary>
    /// <param name="buffer">Where to.</param>
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

    /// <summary>Starts a reply; the response follows.</summary>
    /// <param name="buffer">Where to.</param>
    public static void StartReply(FrameBuffer buffer)
    {
        Start(buffer, "\"phx_reply\""u8);
        buffer.Write("{\"response\":"u8);
    }

    /// <summary>Ends a reply after its response.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="status">The status, text that needs no escaping.</param>
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
