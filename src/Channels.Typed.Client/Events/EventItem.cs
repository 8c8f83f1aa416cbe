using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Events;

/// <summary>One call for the handlers: an event with its payload, the reply to a rejoin, or a change of the channel's state.</summary>
internal readonly struct EventItem
{
    private EventItem(EventName? eventName, ChannelPayload payload, ReplyFrame rejoin, ChannelStateChange? change)
    {
        EventName = eventName;
        Payload = payload;
        Rejoin = rejoin;
        Change = change;
    }

    public SubscriptionKind Kind =>
        EventName is not null ? SubscriptionKind.Event
        : Change is not null ? SubscriptionKind.State
        : SubscriptionKind.Rejoin;

    public EventName? EventName { get; }

    public ChannelPayload Payload { get; }

    public ReplyFrame Rejoin { get; }

    public ChannelStateChange? Change { get; }

    public static EventItem Event(EventName eventName, ChannelPayload payload) => new(eventName, payload, default, null);

    public static EventItem Rejoined(ReplyFrame reply) => new(null, default, reply, null);

    public static EventItem StateChanged(ChannelStateChange change) => new(null, default, default, change);
}
