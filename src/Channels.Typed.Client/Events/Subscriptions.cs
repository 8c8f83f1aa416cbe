using System.Text;
using Channels.Typed.Client.Observability;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Events;

/// <summary>The handlers of one channel. Safe for use from several threads.</summary>
internal sealed class Subscriptions(string topic, SocketSettings settings)
{
    private readonly object _lock = new();

    // Replaced, never changed, so that a delivery works on a snapshot.
    private Subscription[] _all = [];

    // What waits for the application's context, or runs there.
    private ContextCall? _onContext;

    public IDisposable Add(SubscriptionKind kind, EventName? eventName, Func<EventItem, ValueTask> handler)
    {
        var subscription = new Subscription(this, kind, eventName, handler);
        lock (_lock)
        {
            _all = [.. _all, subscription];
        }

        return subscription;
    }

    public bool Has(SubscriptionKind kind)
    {
        foreach (Subscription subscription in Volatile.Read(ref _all))
        {
            if (subscription.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }

    public void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            _all = Array.FindAll(_all, other => other != subscription);
            if (_onContext?.Subscription == subscription)
            {
                _onContext.GiveUp();
            }
        }
    }

    public void Clear()
    {
        foreach (Subscription subscription in Volatile.Read(ref _all))
        {
            subscription.Dispose();
        }
    }

    /// <summary>The name of an event of the wire, if somebody subscribed to it; <see langword="null"/> if nobody did.</summary>
    public EventName? Find(ReadOnlySpan<byte> eventName)
    {
        bool isWanted = false;
        foreach (Subscription subscription in Volatile.Read(ref _all))
        {
            if (subscription.Kind != SubscriptionKind.Event)
            {
                continue;
            }

            if (subscription.EventName is not { } name)
            {
                isWanted = true;
            }
            else if (eventName.SequenceEqual(name.Utf8))
            {
                return name;
            }
        }

        // Names of the protocol's own are no events of a channel.
        return isWanted && !eventName.IsEmpty && !eventName.StartsWith("phx_"u8) ? new EventName(Encoding.UTF8.GetString(eventName.ToArray())) : null;
    }

    /// <summary>Calls every handler in turn; one that fails is logged and harms no other.</summary>
    public async ValueTask DeliverAsync(EventItem item)
    {
        foreach (Subscription subscription in Volatile.Read(ref _all))
        {
            if (!subscription.Wants(item))
            {
                continue;
            }

            try
            {
                await CallAsync(subscription, item).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Log.HandlerFailed(settings.Logger, item.EventName?.Name ?? item.Kind.ToString(), topic, e);
            }
        }
    }

    private ValueTask CallAsync(Subscription subscription, EventItem item) =>
        settings.CallbackContext is { } context ? new ValueTask(CallOnAsync(context, subscription, item)) : subscription.CallAsync(item);

    private Task CallOnAsync(SynchronizationContext context, Subscription subscription, EventItem item)
    {
        var call = new ContextCall(context, subscription, item);
        lock (_lock)
        {
            if (Array.IndexOf(_all, subscription) < 0)
            {
                return Task.CompletedTask;
            }

            _onContext = call;
        }

        return call.RunAsync();
    }
}
