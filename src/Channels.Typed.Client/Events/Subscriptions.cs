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

    // The call that waits for the application's context or runs there.
    private ContextCall? _onContext;

    /// <summary>Gets the channels whose handlers the handlers of this one wait for. Needs the lock of <see cref="HandlerWaits"/>.</summary>
    public List<Subscriptions> WaitsFor { get; } = [];

    public IDisposable Add(SubscriptionKind kind, EventName? eventName, Func<EventItem, ValueTask> handler, IEventStream? stream = null) =>
        Add(new Subscription(this, kind, eventName, handler) { Stream = stream });

    public IDisposable Add(Subscription subscription)
    {
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
                _onContext.CancelUnlessStarted();
            }
        }
    }

    public void Clear()
    {
        foreach (Subscription subscription in Volatile.Read(ref _all))
        {
            subscription.Dispose();

            // A delivery that waits for room in the stream would hold up the end of the channel.
            subscription.Stream?.End();
        }
    }

    /// <summary>Finds the name of an event if it has a handler; <see langword="null"/> if it has none.</summary>
    public EventName? Find(ReadOnlySpan<byte> eventName)
    {
        bool hasHandlerForAll = false;
        foreach (Subscription subscription in Volatile.Read(ref _all))
        {
            if (subscription.Kind != SubscriptionKind.Event)
            {
                continue;
            }

            if (subscription.EventName is not { } name)
            {
                hasHandlerForAll = true;
            }
            else if (eventName.SequenceEqual(name.Utf8))
            {
                return name;
            }
        }

        // Names that begin with phx_ belong to the protocol and are not events of a channel.
        return hasHandlerForAll && !eventName.IsEmpty && !eventName.StartsWith("phx_"u8)
            ? new EventName(Encoding.UTF8.GetString(eventName.ToArray()))
            : null;
    }

    /// <summary>
    /// Calls all handlers of the item one after the other. If one throws, the exception is logged and the next one is called. Payloads are
    /// read here, once for all handlers with the same reader, so that nothing is read on the context of the application.
    /// </summary>
    public async ValueTask DeliverAsync(EventItem item)
    {
        IEventReader? read = null;
        bool isReadable = true;
        foreach (Subscription subscription in Volatile.Read(ref _all))
        {
            if (!subscription.Matches(item) || subscription.IsDisposed)
            {
                continue;
            }

            try
            {
                if (subscription.Reader is { } reader && reader != read)
                {
                    read?.Clear();
                    read = reader;
                    isReadable = false;
                    reader.Read(item.Payload);
                    isReadable = true;
                }

                if (isReadable || subscription.Reader is null)
                {
                    await CallAsync(subscription, item).ConfigureAwait(false);
                }
            }
            catch (Exception e)
            {
                Log.HandlerFailed(settings.Logger, item.EventName?.Name ?? item.Kind.ToString(), topic, e);
            }
        }

        read?.Clear();
    }

    private ValueTask CallAsync(Subscription subscription, EventItem item)
    {
        if (subscription.JoinReader is { } join)
        {
            item = item.With(join(item.Reply, item.IsRejoin));
        }

        return settings.CallbackContext is { } context && subscription.Stream is null
            ? new ValueTask(CallOnAsync(context, subscription, item))
            : subscription.CallAsync(item);
    }

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
