using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Versions;

/// <summary>Version 2.0.0 (protocol sections "V2 text frames" and "V2 binary frames").</summary>
internal sealed class ArrayFormat(bool hasBinary) : WireFormat
{
    public override bool HasBinary => hasBinary;

    public override bool NeedsObjects => true;

    public override Frame Read(ReadOnlySpan<byte> message, bool isBinary)
    {
        if (isBinary)
        {
            return BinaryFrameReader.ReadPush(message);
        }

        Frame frame = JsonFrameReader.Read(message);
        SurrogateEscapes.Check(message);
        return frame;
    }

    public override void Start(
        FrameBuffer buffer,
        ReadOnlySpan<byte> joinRef,
        ReadOnlySpan<byte> reference,
        ReadOnlySpan<byte> topic,
        ReadOnlySpan<byte> eventName) =>
        JsonFrameWriter.Start(buffer, joinRef, reference, topic, eventName);

    public override void End(FrameBuffer buffer, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic) => JsonFrameWriter.End(buffer);

    public override void StartReply(
        FrameBuffer buffer, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic) =>
        JsonFrameWriter.StartReply(buffer, joinRef, reference, topic);

    public override void EndReply(FrameBuffer buffer, ReadOnlySpan<byte> status, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic) =>
        JsonFrameWriter.EndReply(buffer, status);

    public override ReadOnlyMemory<byte> FrameOf(Broadcast broadcast) => broadcast.WebSocketFrame;
}
