using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Observability;

namespace Channels.Typed.Client.Events;

/// <summary>Calls the handlers of one channel one at a time, in wire order; made when the first event comes that somebody wants.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no wait handle, so it holds nothing; a reader may come to it after the end.")]
internal sealed class EventPump
{
    // Who disposes a channel in one of its handlers must not wait for that handler. Pumps of one channel share their subscriptions.
    private static readonly AsyncLocal<Subscriptions?> Current = new();

    private readonly Subscriptions _subscriptions;
    private readonly ChannelTelemetry _telemetry;
    private readonly Task _previous;

    // Events take one of the places; what the client itself has to tell always has one, since it cannot wait.
    private readonly Channel<EventItem> _queue = Channel.CreateUnbounded<EventItem>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _places;
    private int _placeless;
    private volatile bool _isDiscarding;

    /// <summary>Starts a pump, whose handlers wait until those of the channel's previous one are done.</summary>
    public EventPump(Subscriptions subscriptions, ChannelTelemetry telemetry, int capacity, Task previous)
    {
        _subscriptions = subscriptions;
        _telemetry = telemetry;
        _previous = previous;
        _places = new SemaphoreSlim(capacity);
        Completion = BackgroundTask.Run(RunAsync);
    }

    /// <summary>Gets a task that completes when no handler runs any more.</summary>
    public Task Completion { get; }

    /// <summary>Whether the caller is a handler of the same channel.</summary>
    public static bool IsCaller(Subscriptions subscriptions) => Current.Value == subscriptions;

    /// <summary>Takes an event, whose place in the order is that of the call. What comes after the end is dropped.</summary>
    /// <returns><see langword="false"/> if there is no room for more: the caller is to await <see cref="WaitForRoomAsync"/> before the next event.</returns>
    public bool TryWrite(EventItem item) => !_queue.Writer.TryWrite(item) || _places.Wait(0);

    /// <summary>Waits for the place of the event that was written last.</summary>
    public async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The event stays, without a place that it could give back.
            _ = Interlocked.Increment(ref _placeless);
            throw;
        }
    }

    /// <summary>Tells of a change of the state, behind the events that came before it.</summary>
    public void Post(EventItem item) => _ = _queue.Writer.TryWrite(item);

    /// <summary>No more events come; those that wait are handled first, unless they are to be discarded.</summary>
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
                    GiveBackPlace();
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

    private void GiveBackPlace()
    {
        // Only this loop takes away from it.
        if (Volatile.Read(ref _placeless) > 0)
        {
            _ = Interlocked.Decrement(ref _placeless);
            return;
        }

        _ = _places.Release();
    }
}
