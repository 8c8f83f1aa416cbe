using System.Text;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore;

/// <summary>A broadcast of a topic that a channel has subscribed to (<see cref="ChannelContext.Subscribe"/>), as <see cref="IHandleInfo{TMessage}"/> gets it. Immutable.</summary>
public sealed class ChannelBroadcast
{
    internal ChannelBroadcast(Broadcast broadcast)
    {
        Topic = broadcast.Topic;
        Event = Encoding.UTF8.GetString(broadcast.Event);
        Payload = PayloadOf(broadcast);
    }

    /// <summary>Gets the topic.</summary>
    public string Topic { get; }

    /// <summary>Gets the event's name.</summary>
    public string Event { get; }

    /// <summary>Gets the payload.</summary>
    public ChannelPayload Payload { get; }

    // The payload is the frame's end, but for the bracket of a JSON array; the bytes are shared, as nobody changes them.
    internal static ChannelPayload PayloadOf(Broadcast broadcast)
    {
        int end = broadcast.Frame.Length - (broadcast.IsBinary ? 0 : 1);
        ReadOnlyMemory<byte> payload = broadcast.Frame[(end - broadcast.Payload.Length)..end];
        return broadcast.IsBinary ? ChannelPayload.FromBytes(payload) : ChannelPayload.FromUncheckedJson(payload);
    }
}
