using Channels.Typed.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client.Events;

/// <summary>The handlers of one channel. Safe for use from several threads.</summary>
internal sealed class Subscriptions(string topic, ILogger logger)
{
    private const string RejoinName = "phx_join";

    private readonly object _lock = new();

    // Replaced, never changed, so that a delivery works on a snapshot.
    private Subscription[] _all = [];

    public bool HasRejoined => Array.Exists(Volatile.Read(ref _all), static subscription => subscription.EventName is null);

    public IDisposable Add(EventName? eventName, Func<EventItem, ValueTask> handler)
    {
        var subscription = new Subscription(this, eventName, handler);
        lock (_lock)
        {
            _all = [.. _all, subscription];
        }

        return subscription;
    }

    public void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            _all = Array.FindAll(_all, other => other != subscription);
        }
    }

    public void Clear()
    {
        foreach (Subscription subscription in Volatile.Read(ref _all))
        {
            subscription.Dispose();
        }
    }

    /// <summary>The name by which somebody subscribed to an event of the wire; <see langword="null"/> if nobody did.</summary>
    public EventName? Find(ReadOnlySpan<byte> eventName)
    {
        foreach (Subscription subscription in Volatile.Read(ref _all))
        {
            if (subscription.EventName is { } name && eventName.SequenceEqual(name.Utf8))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Calls every handler in turn; one that fails is logged and harms no other.</summary>
    public async ValueTask DeliverAsync(EventItem item)
    {
        foreach (Subscription subscription in Volatile.Read(ref _all))
        {
            if (!Fits(subscription.EventName, item.EventName))
            {
                continue;
            }

            try
            {
                await subscription.CallAsync(item).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Log.HandlerFailed(logger, item.EventName?.Name ?? RejoinName, topic, e);
            }
        }
    }

    private static bool Fits(EventName? subscribed, EventName? came) =>
        subscribed is null || came is null ? ReferenceEquals(subscribed, came) : came.Utf8.SequenceEqual(subscribed.Utf8);
}
