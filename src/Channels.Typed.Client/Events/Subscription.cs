using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Events;

/// <summary>One handler: of one event, of all events if it has no name, of rejoin replies, or of changes of state.</summary>
internal sealed class Subscription(Subscriptions owner, SubscriptionKind kind, EventName? eventName, Func<EventItem, ValueTask> handler)
    : IDisposable
{
    private volatile bool _isDisposed;

    public SubscriptionKind Kind { get; } = kind;

    public EventName? EventName { get; } = eventName;

    public bool Matches(in EventItem item) =>
        Kind == item.Kind && (EventName is null || item.EventName is null || item.EventName.Utf8.SequenceEqual(EventName.Utf8));

    /// <summary>Calls the handler, unless it was disposed while the item was in the queue.</summary>
    public ValueTask CallAsync(EventItem item) => _isDisposed ? default : handler(item);

    public void Dispose()
    {
        _isDisposed = true;
        owner.Remove(this);
    }
}
