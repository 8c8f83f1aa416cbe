using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Events;

/// <summary>What handlers are to be told: an event with its payload, or the answer to a rejoin.</summary>
internal readonly struct EventItem
{
    private EventItem(EventName? eventName, RawPayload payload, ReplyFrame rejoin)
    {
        EventName = eventName;
        Payload = payload;
        Rejoin = rejoin;
    }

    /// <summary>Gets the event; <see langword="null"/> for the answer to a rejoin.</summary>
    public EventName? EventName { get; }

    public RawPayload Payload { get; }

    public ReplyFrame Rejoin { get; }

    public static EventItem Event(EventName eventName, RawPayload payload) => new(eventName, payload, default);

    public static EventItem Rejoined(ReplyFrame reply) => new(null, default, reply);
}
