using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Events;

/// <summary>One handler of one event, or, without an event, of rejoins.</summary>
internal sealed class Subscription(Subscriptions owner, EventName? eventName, Func<EventItem, ValueTask> handler) : IDisposable
{
    private volatile bool _isDisposed;

    public EventName? EventName { get; } = eventName;

    /// <summary>Calls the handler, unless it was removed while the event waited.</summary>
    public ValueTask CallAsync(EventItem item) => _isDisposed ? default : handler(item);

    public void Dispose()
    {
        _isDisposed = true;
        owner.Remove(this);
    }
}
