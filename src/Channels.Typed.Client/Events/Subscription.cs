using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Events;

/// <summary>One handler: of one event, of all events if it has no name, of joins, of rejoin replies, or of changes of state.</summary>
internal sealed class Subscription(Subscriptions owner, SubscriptionKind kind, EventName? eventName, Func<EventItem, ValueTask> handler)
    : IDisposable
{
    private volatile bool _isDisposed;

    public SubscriptionKind Kind { get; } = kind;

    public EventName? EventName { get; } = eventName;

    /// <summary>Gets what reads the payload of an event before the handler is called, if anything does.</summary>
    public IEventReader? Reader { get; init; }

    /// <summary>Gets what reads the reply of a join before the handler is called. It returns the call.</summary>
    public Func<ReplyFrame, bool, Func<ValueTask>>? JoinReader { get; init; }

    /// <summary>Gets the stream that the handler writes to; <see langword="null"/> for a handler of the application.</summary>
    public IEventStream? Stream { get; init; }

    public bool IsDisposed => _isDisposed;

    public bool Matches(in EventItem item) => Kind switch
    {
        SubscriptionKind.Event => item.EventName is { } name && (EventName is null || name.Utf8.SequenceEqual(EventName.Utf8)),
        SubscriptionKind.Join => item.Kind == SubscriptionKind.Join && item.Reply.Status == "ok",
        SubscriptionKind.Rejoin => item.Kind == SubscriptionKind.Join && item.IsRejoin,
        _ => item.Kind == SubscriptionKind.State,
    };

    /// <summary>Calls the handler, unless it was disposed while the item was in the queue.</summary>
    public ValueTask CallAsync(EventItem item) => _isDisposed ? default : handler(item);

    public void Dispose()
    {
        _isDisposed = true;
        owner.Remove(this);
    }
}
