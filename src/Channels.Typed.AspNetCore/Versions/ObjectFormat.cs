using System.Text.Unicode;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Versions;

/// <summary>
/// Version 1.0.0 (protocol section "V1 text frames"). It reads text and binary WebSocket messages in the same way, and never sends a join
/// ref.
/// </summary>
internal sealed class ObjectFormat : WireFormat
{
    public override bool HasBinary => false;

    public override bool NeedsObjects => false;

    public override Frame Read(ReadOnlySpan<byte> message, bool isBinary)
    {
        // The transport validates text messages only. Payloads are forwarded to other clients unread, and a client closes its connection
        // when it receives a text message that is not valid UTF-8.
        if (isBinary && !Utf8.IsValid(message))
        {
            throw new ProtocolException(
                "A message of version 1.0.0 is not valid UTF-8. Text and binary messages of this version must be JSON.");
        }

        Frame frame = JsonObjectFrameReader.Read(message);
        SurrogateEscapes.Check(message);
        return frame;
    }

    public override void Start(
        FrameBuffer buffer,
        ReadOnlySpan<byte> joinRef,
        ReadOnlySpan<byte> reference,
        ReadOnlySpan<byte> topic,
        ReadOnlySpan<byte> eventName) =>
        JsonObjectFrameWriter.Start(buffer, eventName);

    public override void End(FrameBuffer buffer, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic) =>
        JsonObjectFrameWriter.End(buffer, reference, topic);

    public override void StartReply(
        FrameBuffer buffer, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic) =>
        JsonObjectFrameWriter.StartReply(buffer);

    public override void EndReply(FrameBuffer buffer, ReadOnlySpan<byte> status, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic) =>
        JsonObjectFrameWriter.EndReply(buffer, status, reference, topic);

    public override ReadOnlyMemory<byte> FrameOf(Broadcast broadcast) => broadcast.WebSocketObjectFrame;
}
