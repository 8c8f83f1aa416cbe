namespace Channels.Typed.AspNetCore.Channels.Info;

/// <summary>The subscriptions of one channel to other topics. They end with the channel at the latest.</summary>
internal sealed class InfoSubscriptions
{
    private readonly Lock _lock = new();

    // Guarded by _lock; null after Close.
    private HashSet<InfoSubscriber>? _subscribers = [];

    /// <summary>Keeps a subscription until it is removed. After <see cref="Close"/> the subscription ends at once.</summary>
    public void Add(InfoSubscriber subscriber)
    {
        lock (_lock)
        {
            if (_subscribers is not null)
            {
                _subscribers.Add(subscriber);
                return;
            }
        }

        subscriber.Dispose();
    }

    public void Remove(InfoSubscriber subscriber)
    {
        lock (_lock)
        {
            _subscribers?.Remove(subscriber);
        }
    }

    public void Close()
    {
        HashSet<InfoSubscriber>? subscribers;
        lock (_lock)
        {
            (subscribers, _subscribers) = (_subscribers, null);
        }

        foreach (InfoSubscriber subscriber in subscribers ?? [])
        {
            subscriber.Dispose();
        }
    }
}
