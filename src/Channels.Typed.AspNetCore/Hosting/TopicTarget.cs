using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Hosting;

/// <summary>Sends events to all subscribers of a topic, from code outside of a channel.</summary>
internal sealed class TopicTarget(string topic, ChannelPubSub pubSub) : EventTarget
{
    protected override void Start(FrameBuffer buffer, EventScope scope, EventName eventName) =>
        JsonFrameWriter.StartBroadcast(buffer, JsonText.Encode(topic), eventName.Json);

    protected override ValueTask Send(FrameBuffer buffer, EventScope scope, EventName eventName, int payloadOffset)
    {
        JsonFrameWriter.End(buffer);
        return pubSub.BroadcastAsync(Broadcast.FromBuffer(topic, eventName, buffer, payloadOffset));
    }

    protected override ValueTask SendBinary(EventScope scope, EventName eventName, ReadOnlySpan<byte> payload) =>
        pubSub.BroadcastAsync(Broadcast.FromBytes(topic, eventName, payload));
}
