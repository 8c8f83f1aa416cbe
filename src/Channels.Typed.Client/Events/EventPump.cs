using System.Threading.Channels;
using Channels.Typed.Client.Compatibility;

namespace Channels.Typed.Client.Events;

/// <summary>Calls the handlers of one channel one at a time, in wire order; made when the first event comes that somebody wants.</summary>
internal sealed class EventPump
{
    // Who disposes a channel in one of its handlers must not wait for that handler.
    private static readonly AsyncLocal<EventPump?> Current = new();

    private readonly Subscriptions _subscriptions;
    private readonly Channel<EventItem> _queue;
    private volatile bool _isDiscarding;

    public EventPump(Subscriptions subscriptions, int capacity)
    {
        _subscriptions = subscriptions;
        _queue = Channel.CreateBounded<EventItem>(new BoundedChannelOptions(capacity) { SingleReader = true });

        Completion = BackgroundTask.Run(RunAsync);
    }

    /// <summary>Gets a task that completes when no handler runs any more.</summary>
    public Task Completion { get; }

    /// <summary>Gets a value indicating whether the caller is a handler of this pump.</summary>
    public bool IsCaller => Current.Value == this;

    public bool TryWrite(EventItem item) => _queue.Writer.TryWrite(item);

    /// <summary>Waits for room. What comes after the end is dropped.</summary>
    public async Task WriteAsync(EventItem item, CancellationToken cancellationToken)
    {
        while (await _queue.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_queue.Writer.TryWrite(item))
            {
                return;
            }
        }
    }

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
        Current.Value = this;
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_queue.Reader.TryRead(out EventItem item))
            {
                if (!_isDiscarding)
                {
                    await _subscriptions.DeliverAsync(item).ConfigureAwait(false);
                }
            }
        }
    }
}
