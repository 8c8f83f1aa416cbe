using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Events;

/// <summary>One call for the handlers: an event with its payload, the reply to a join, or a change of the channel's state.</summary>
internal readonly struct EventItem
{
    private EventItem(EventName? eventName, ChannelPayload payload, ReplyFrame reply, bool isRejoin, object? other)
    {
        EventName = eventName;
        Payload = payload;
        Reply = reply;
        IsRejoin = isRejoin;
        Other = other;
    }

    public SubscriptionKind Kind =>
        EventName is not null ? SubscriptionKind.Event
        : Other is ChannelStateChange ? SubscriptionKind.State
        : SubscriptionKind.Join;

    public EventName? EventName { get; }

    public ChannelPayload Payload { get; }

    public ReplyFrame Reply { get; }

    public bool IsRejoin { get; }

    public ChannelStateChange? Change => Other as ChannelStateChange;

    /// <summary>Gets the call that the reader of a join returned.</summary>
    public Func<ValueTask>? Call => Other as Func<ValueTask>;

    // The change of the state, or the call for one handler of a join.
    private object? Other { get; }

    public static EventItem Event(EventName eventName, ChannelPayload payload) => new(eventName, payload, default, false, null);

    public static EventItem JoinReply(ReplyFrame reply, bool isRejoin) => new(null, default, reply, isRejoin, null);

    public static EventItem StateChanged(ChannelStateChange change) => new(null, default, default, false, change);

    public EventItem With(Func<ValueTask> call) => new(null, default, Reply, IsRejoin, call);
}
