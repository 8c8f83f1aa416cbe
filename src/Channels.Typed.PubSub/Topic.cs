namespace Channels.Typed.PubSub;

/// <summary>
/// The subscribers of one topic. Deliveries iterate over an array without a lock. Subscriptions are appended to it, removals leave null
/// entries, and a new array replaces it when there are too many of these. So adding and removing a subscriber does not copy the array each
/// time, and a delivery neither misses a subscriber nor reaches one twice.
/// </summary>
internal sealed class Topic(string name, LocalTopics owner)
{
    private const int InitialCapacity = 4;

    private readonly Lock _lock = new();

    // Writers hold _lock. Readers take the array first and use only its non-null entries.
    private Subscription?[] _subscriptions = new Subscription?[InitialCapacity];
    private int _used;
    private int _live;
    private bool _isRemoved;

    public string Name { get; } = name;

    /// <summary>Adds a subscriber; null if the topic has been removed meanwhile. The caller then gets a new topic.</summary>
    public Subscription? TryAdd(Subscriber subscriber)
    {
        lock (_lock)
        {
            if (_isRemoved)
            {
                return null;
            }

            if (_used == _subscriptions.Length)
            {
                Rebuild(Math.Max(InitialCapacity, _live * 2));
            }

            var subscription = new Subscription(this, subscriber) { Index = _used };
            Volatile.Write(ref _subscriptions[_used], subscription);
            _used++;
            _live++;
            return subscription;
        }
    }

    public void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            if (subscription.Index < 0)
            {
                return;
            }

            _subscriptions[subscription.Index] = null;
            subscription.Index = -1;
            _live--;
            if (_live == 0)
            {
                _isRemoved = true;
                owner.Remove(this);
            }
            else if (_used > 2 * InitialCapacity && _live < _used / 2)
            {
                Rebuild(_live + (_live / 2));
            }
        }
    }

    public int Deliver(Broadcast broadcast, Subscriber? except)
    {
        int delivered = 0;
        foreach (ref Subscription? entry in Volatile.Read(ref _subscriptions).AsSpan())
        {
            // Unused entries are null. A subscriber that is added during the delivery may or may not get the broadcast.
            if (Volatile.Read(ref entry) is { } subscription && subscription.Subscriber != except)
            {
                subscription.Subscriber.Deliver(broadcast);
                delivered++;
            }
        }

        return delivered;
    }

    private void Rebuild(int capacity)
    {
        var rebuilt = new Subscription?[capacity];
        int count = 0;
        foreach (Subscription? subscription in _subscriptions)
        {
            if (subscription is not null)
            {
                subscription.Index = count;
                rebuilt[count++] = subscription;
            }
        }

        _used = count;
        Volatile.Write(ref _subscriptions, rebuilt);
    }
}
