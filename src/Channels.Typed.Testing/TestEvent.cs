namespace Channels.Typed.Testing;

/// <summary>One event of a fake client. Stores the handlers, and calls them when the test raises the event.</summary>
/// <remarks>Safe for use from several threads.</remarks>
/// <typeparam name="T">The payload's type; <see cref="Empty"/> for an event without one.</typeparam>
public sealed class TestEvent<T>
{
    private readonly object _lock = new();
    private readonly List<Subscription> _subscriptions = [];

    /// <summary>Gets the number of handlers, to check that the code under test has subscribed or unsubscribed.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _subscriptions.Count;
            }
        }
    }

    /// <summary>Adds a handler. Call it in the <c>On…</c> method of the fake.</summary>
    /// <param name="handler">Called with each payload.</param>
    /// <returns>Dispose it to remove the handler.</returns>
    public IDisposable Add(Func<T, ValueTask> handler)
    {
        var subscription = new Subscription(this, handler ?? throw new ArgumentNullException(nameof(handler)));
        lock (_lock)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    /// <summary>Calls the handlers one after another, as a client does with an event of the server.</summary>
    /// <remarks>An exception of a handler is thrown here, and later handlers are not called.</remarks>
    /// <param name="payload">The payload.</param>
    /// <returns>A task that completes when the last handler has completed.</returns>
    public async Task RaiseAsync(T payload)
    {
        Subscription[] subscriptions;
        lock (_lock)
        {
            subscriptions = [.. _subscriptions];
        }

        foreach (Subscription subscription in subscriptions)
        {
            await subscription.Handler(payload).ConfigureAwait(false);
        }
    }

    private sealed class Subscription(TestEvent<T> source, Func<T, ValueTask> handler) : IDisposable
    {
        public Func<T, ValueTask> Handler { get; } = handler;

        public void Dispose()
        {
            lock (source._lock)
            {
                source._subscriptions.Remove(this);
            }
        }
    }
}
