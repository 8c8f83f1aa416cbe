using Channels.Typed.AspNetCore.Channels.Lifecycle;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>
/// The messages that wait for one channel, and the turn. A channel is idle or has exactly one owner. The owner handles one message at a
/// time, and then takes the next one from here. The queue is created when the first message has to wait. Safe for use from several threads.
/// </summary>
/// <param name="capacity">The maximum number of messages that wait.</param>
/// <param name="maxBytes">
/// How many bytes may wait. The message that reaches it is still accepted, so a message of any size finds room in an empty mailbox.
/// </param>
internal sealed class Mailbox(int capacity, int maxBytes)
{
    private readonly Lock _lock = new();

    // Guarded by _lock.
    private Queue<MailboxItem>? _queue;
    private long _bytes; // Of the messages in the queue.
    private TaskCompletionSource? _room;
    private bool _isOwned;
    private bool _isClosed;
    private ChannelEnd? _end;
    private bool _cancelsMessage;

    /// <summary>
    /// Gets a value indicating whether an end was requested that also cancels the message that is being handled.
    /// </summary>
    public bool CancelsMessage
    {
        get
        {
            lock (_lock)
            {
                return _cancelsMessage;
            }
        }
    }

    /// <summary>
    /// Gets a value indicating whether the mailbox takes no more messages, because the channel has ended or will end next.
    /// </summary>
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

    private bool IsFull => _queue is not null && (_queue.Count >= capacity || _bytes >= maxBytes);

    /// <summary>Takes the turn if the channel is idle. The caller can then handle a message at once, without a copy.</summary>
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

    /// <summary>
    /// Adds a message. If <paramref name="mustRun"/> is true, the caller has got the turn and must go on with <see cref="TryTake"/>.
    /// </summary>
    /// <returns>False if the mailbox is full or the channel is ending; the caller still owns the item then.</returns>
    public bool TryAdd(in MailboxItem item, bool mayExceed, out bool mustRun)
    {
        lock (_lock)
        {
            mustRun = false;
            if (_isClosed || _end is not null || (!mayExceed && IsFull))
            {
                return false;
            }

            (_queue ??= new Queue<MailboxItem>(4)).Enqueue(item);
            _bytes += item.Size;
            mustRun = !_isOwned;
            _isOwned = true;
            return true;
        }
    }

    /// <summary>Gives the turn back if nothing waits. Otherwise the owner must go on with <see cref="TryTake"/>.</summary>
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

    /// <summary>Returns a task that completes when the mailbox has room again; null if it has room now.</summary>
    public Task? WaitForRoom()
    {
        lock (_lock)
        {
            if (_isClosed || !IsFull)
            {
                return null;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>
    /// Takes the next thing to do: the requested end or the next message. If there is neither, the owner has given the turn back.
    /// </summary>
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
                _bytes -= item.Size;
                if (_room is not null && _queue.Count <= capacity / 2 && _bytes <= maxBytes / 2)
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

    /// <summary>Requests the end of the channel, before all messages that wait. The first reason counts.</summary>
    /// <param name="end">Why the channel ends.</param>
    /// <param name="cancelsMessage">Whether the message that is being handled is canceled. It stays true for later requests.</param>
    /// <returns>Whether the caller has got the turn and must end the channel.</returns>
    public bool RequestEnd(ChannelEnd end, bool cancelsMessage = false)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            _end ??= end;
            _cancelsMessage |= cancelsMessage;
            bool mustRun = !_isOwned;
            _isOwned = true;
            return mustRun;
        }
    }

    /// <summary>Drops all messages and takes no more. The owner calls it, and keeps the turn permanently.</summary>
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
            _bytes = 0;
            room = _room;
            _room = null;
        }

        room?.TrySetResult();
    }
}
