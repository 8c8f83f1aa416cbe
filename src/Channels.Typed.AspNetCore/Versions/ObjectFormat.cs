using System.Text.Unicode;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Versions;

/// <summary>Version 1.0.0 (protocol section "V1 text frames"). It does not look at the kind of a WebSocket message and never sends a join ref.</summary>
internal sealed class ObjectFormat : WireFormat
{
    public override bool HasBinary => false;

    public override bool NeedsObjects => false;

    public override Frame Read(ReadOnlySpan<byte> message, bool isBinary)
    {
        // The transport has looked at text only. Whatever is passed on to other clients must be text, or it would cost them their connection.
        if (isBinary && !Utf8.IsValid(message))
        {
            throw new ProtocolException("A message of version 1.0.0 must be UTF-8, whatever its kind.");
        }

        Frame frame = JsonObjectFrameReader.Read(message);
        SurrogateEscapes.Check(message);
        return frame;
    }

    public override void Start(
        FrameBuffer buffer, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> eventName) =>
        JsonObjectFrameWriter.Start(buffer, eventName);

    public override void End(FrameBuffer buffer, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic) => JsonObjectFrameWriter.End(buffer, reference, topic);

    public override void StartReply(FrameBuffer buffer, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic) =>
        JsonObjectFrameWriter.StartReply(buffer);

    public override void EndReply(FrameBuffer buffer, ReadOnlySpan<byte> status, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic) =>
        JsonObjectFrameWriter.EndReply(buffer, status, reference, topic);

    public override ReadOnlyMemory<byte> FrameOf(Broadcast broadcast) => broadcast.WebSocketObjectFrame;
}
