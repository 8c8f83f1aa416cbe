using Channels.Typed.AspNetCore.Channels.Lifecycle;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>
/// What waits for one channel, and whose turn it is. A channel is either idle or has exactly one owner, who handles messages one at a time
/// and looks here for the next when it is done. The queue exists only once something has had to wait.
/// </summary>
internal sealed class Mailbox(int capacity)
{
    private readonly Lock _lock = new();

    // Guarded by _lock.
    private Queue<MailboxItem>? _queue;
    private TaskCompletionSource? _room;
    private bool _isOwned;
    private bool _isClosed;
    private ChannelEnd? _end;

    /// <summary>Gets a value indicating whether nothing more is taken, as the channel has ended or is about to.</summary>
    public bool IsEnding
    {
        get
        {
            lock (_lock)
            {
                return _isClosed || _end is not null;
            }
        }
    }

    /// <summary>Takes the turn if nobody has it and nothing waits, so that a message can be handled on the spot, without a copy.</summary>
    public bool TryOwn()
    {
        lock (_lock)
        {
            if (_isOwned || _isClosed)
            {
                return false;
            }

            _isOwned = true;
            return true;
        }
    }

    /// <summary>Adds a message; the one who gets <paramref name="mustRun"/> has the turn and goes on with <see cref="TryTake"/>.</summary>
    /// <returns>False if there is no room or the channel is over; the item is the caller's then.</returns>
    public bool TryAdd(in MailboxItem item, bool mayExceed, out bool mustRun)
    {
        lock (_lock)
        {
            mustRun = false;
            if (_isClosed || _end is not null || (!mayExceed && _queue?.Count >= capacity))
            {
                return false;
            }

            (_queue ??= new Queue<MailboxItem>(4)).Enqueue(item);
            mustRun = !_isOwned;
            _isOwned = true;
            return true;
        }
    }

    /// <summary>Gives the turn back if nothing has come meanwhile; otherwise the owner goes on with <see cref="TryTake"/>.</summary>
    public bool HasMore()
    {
        lock (_lock)
        {
            if (_end is not null || _queue is { Count: > 0 })
            {
                return true;
            }

            _isOwned = false;
            return false;
        }
    }

    /// <summary>A task that completes when there is room again; null if there is.</summary>
    public Task? WaitForRoom()
    {
        lock (_lock)
        {
            if (_isClosed || _queue is null || _queue.Count < capacity)
            {
                return null;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>The owner's next step: an end that was asked for, the next message, or nothing, which gives the turn back.</summary>
    public bool TryTake(out MailboxItem item, out ChannelEnd? end)
    {
        TaskCompletionSource? room = null;
        try
        {
            lock (_lock)
            {
                item = default;
                end = _end;
                if (end is not null)
                {
                    return true;
                }

                if (_queue is not { Count: > 0 })
                {
                    _isOwned = false;
                    return false;
                }

                item = _queue.Dequeue();
                if (_room is not null && _queue.Count <= capacity / 2)
                {
                    (room, _room) = (_room, null);
                }

                return true;
            }
        }
        finally
        {
            room?.TrySetResult();
        }
    }

    /// <summary>Asks for the channel's end, before all that waits; the first reason counts.</summary>
    /// <returns>Whether the caller has the turn and must bring the end about.</returns>
    public bool RequestEnd(ChannelEnd end)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            _end ??= end;
            bool mustRun = !_isOwned;
            _isOwned = true;
            return mustRun;
        }
    }

    /// <summary>Nothing is taken any more, and what waits is dropped. Called by the owner, who keeps the turn for good.</summary>
    public void Close()
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            _isClosed = true;
            while (_queue is not null && _queue.TryDequeue(out MailboxItem item))
            {
                item.Release();
            }

            _queue = null;
            room = _room;
            _room = null;
        }

        room?.TrySetResult();
    }
}
