using System.Text;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// A broadcast of another topic, which a channel has subscribed to with <see cref="ChannelContext.Subscribe"/>. The handler gets it in
/// <see cref="IHandleInfo{TMessage}"/>. Immutable.
/// </summary>
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

    // The payload ends the frame, before the closing bracket of a JSON frame. The bytes are shared and never change.
    internal static ChannelPayload PayloadOf(Broadcast broadcast)
    {
        int end = broadcast.Frame.Length - (broadcast.IsBinary ? 0 : 1);
        ReadOnlyMemory<byte> payload = broadcast.Frame[(end - broadcast.Payload.Length)..end];
        return broadcast.IsBinary ? ChannelPayload.FromBytes(payload) : ChannelPayload.FromUncheckedJson(payload);
    }
}
