using System.Collections.Concurrent;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// Flushes many outboxes, one after the other, in one item of the thread pool instead of one item for each outbox. While it flushes the
/// outboxes of one broadcast, frames of later messages are queued and go out in the same writes.
/// </summary>
internal sealed class OutboxFlusher : IThreadPoolWorkItem
{
    private static readonly OutboxFlusher[] All = CreateAll();
    private static int s_next;

    private readonly ConcurrentQueue<Outbox> _due = new();
    private int _isScheduled;

    /// <summary>
    /// Assigns a flusher to a new connection. There is one flusher for each core, and connections are spread evenly over them.
    /// </summary>
    public static OutboxFlusher Assign() => All[(uint)Interlocked.Increment(ref s_next) % (uint)All.Length];

    public void Add(Outbox outbox)
    {
        _due.Enqueue(outbox);
        Schedule();
    }

    public void Execute()
    {
        // One round flushes the outboxes that are queued at its start. The next round goes to the end of the pool's queue, so that received
        // input that waits in the pool is handled first, and its frames go out in the writes of that round.
        for (int left = _due.Count; left > 0 && _due.TryDequeue(out Outbox? outbox); left--)
        {
            outbox.Flush();
        }

        Volatile.Write(ref _isScheduled, 0);
        Interlocked.MemoryBarrier();
        if (!_due.IsEmpty)
        {
            Schedule();
        }
    }

    private static OutboxFlusher[] CreateAll()
    {
        var all = new OutboxFlusher[Environment.ProcessorCount];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = new OutboxFlusher();
        }

        return all;
    }

    private void Schedule()
    {
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
