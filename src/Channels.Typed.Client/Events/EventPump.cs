using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Observability;

namespace Channels.Typed.Client.Events;

/// <summary>
/// The event queue of one channel, and the loop that calls its handlers one at a time in wire order. It is made when the first item for a
/// handler comes. <see cref="Write"/>, <see cref="Post"/> and <see cref="Complete"/> are called under the socket's lock, which fixes the
/// order.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "The semaphore has no wait handle, so it holds nothing; a reader may use it after the end.")]
internal sealed class EventPump
{
    // Marks the code that runs inside a handler: a handler that disposes its channel must not wait for itself. It holds the subscriptions,
    // because all pumps of one channel share them.
    private static readonly AsyncLocal<Subscriptions?> Current = new();

    private readonly Subscriptions _subscriptions;
    private readonly ChannelTelemetry _telemetry;
    private readonly Task _previous;

    // Unbounded, because changes of state cannot wait and take no slot. Events and rejoin replies are bounded by _slots.
    private readonly Channel<EventItem> _queue = Channel.CreateUnbounded<EventItem>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _slots;
    private int _itemsWithoutSlot;
    private volatile bool _isDiscarding;

    /// <summary>Starts a pump. It calls no handler before the channel's previous pump has completed.</summary>
    public EventPump(Subscriptions subscriptions, ChannelTelemetry telemetry, int capacity, Task previous)
    {
        _subscriptions = subscriptions;
        _telemetry = telemetry;
        _previous = previous;
        _slots = new SemaphoreSlim(capacity);
        Completion = BackgroundTask.Run(RunAsync);
    }

    /// <summary>Gets a task that completes when the last handler has completed.</summary>
    public Task Completion { get; }

    /// <summary>
    /// Waits until the handlers of the channel have completed, at most for the limit. Does not wait if the caller is one of them, or if
    /// they wait for the handler that is the caller.
    /// </summary>
    /// <returns><see langword="false"/> after the limit.</returns>
    public async Task<bool> WaitForHandlersAsync(TimeProvider time, TimeSpan limit)
    {
        Subscriptions? caller = Current.Value;
        if (Completion.IsCompleted || (caller is not null && !HandlerWaits.TryBegin(caller, _subscriptions)))
        {
            return true;
        }

        try
        {
            await Completion.WaitAsync(limit, time, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            if (caller is not null)
            {
                HandlerWaits.End(caller, _subscriptions);
            }
        }
    }

    /// <summary>Queues an event or a rejoin reply. After <see cref="Complete"/> it is dropped.</summary>
    /// <returns>Whether the reader must wait, because the queue was full already. The item is queued nevertheless.</returns>
    public Backpressure Write(EventItem item) =>
        !_queue.Writer.TryWrite(item) || _slots.TryEnter() ? Backpressure.None : new Backpressure(this);

    /// <summary>Waits for the slot of the item that was written last.</summary>
    public async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The item is already queued but holds no slot. It is counted here, so that ReleaseSlot does not release one too many.
            _ = Interlocked.Increment(ref _itemsWithoutSlot);
            throw;
        }
    }

    /// <summary>Queues a change of the state behind the events that came before it.</summary>
    public void Post(EventItem item) => _ = _queue.Writer.TryWrite(item);

    /// <summary>
    /// Closes the queue. The items in it are handled first, or dropped if <paramref name="isDiscarding"/>; changes of state are always
    /// handled.
    /// </summary>
    public void Complete(bool isDiscarding)
    {
        if (isDiscarding)
        {
            _isDiscarding = true;
        }

        _ = _queue.Writer.TryComplete();
    }

    private async Task RunAsync()
    {
        Current.Value = _subscriptions;
        await _previous.ConfigureAwait(false);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_queue.Reader.TryRead(out EventItem item))
            {
                if (item.Kind != SubscriptionKind.State)
                {
                    ReleaseSlot();
                }

                if (!_isDiscarding || item.Kind == SubscriptionKind.State)
                {
                    await _subscriptions.DeliverAsync(item).ConfigureAwait(false);
                }
                else if (item.Kind == SubscriptionKind.Event)
                {
                    _telemetry.OnEventDropped(TelemetryTags.Discarded);
                }
            }
        }
    }

    private void ReleaseSlot()
    {
        // Only this loop decrements the counter.
        if (Volatile.Read(ref _itemsWithoutSlot) > 0)
        {
            _ = Interlocked.Decrement(ref _itemsWithoutSlot);
            return;
        }

        _ = _slots.Release();
    }
}
