namespace Channels.Typed.PubSub;

/// <summary>
/// The subscribers of one topic. Deliveries walk an array without a lock: it is only appended to, removals leave holes, and a new array
/// takes its place when there are too many of them. So joining and leaving cost no copy each, and nobody is missed or served twice.
/// </summary>
internal sealed class Topic(string name, LocalTopics owner)
{
    private const int InitialCapacity = 4;

    private readonly Lock _lock = new();

    // Guarded by _lock for writers; readers take the array first and look at non-null entries only.
    private Subscription?[] _subscriptions = new Subscription?[InitialCapacity];
    private int _used;
    private int _live;
    private bool _isRemoved;

    public string Name { get; } = name;

    /// <summary>Adds a subscriber; null if the topic has been given up meanwhile, so that the caller looks for its successor.</summary>
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
                owner.Forget(this);
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
            // Entries beyond the used ones are null; one that is added meanwhile may be served or not, as any newcomer.
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
