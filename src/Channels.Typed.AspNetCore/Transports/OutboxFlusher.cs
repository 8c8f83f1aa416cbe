using System.Collections.Concurrent;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// Flushes many outboxes in turn: one item in the thread pool for all that are due instead of one for each. While it works through a
/// broadcast, further messages gather behind it and share its sends.
/// </summary>
internal sealed class OutboxFlusher : IThreadPoolWorkItem
{
    private static readonly OutboxFlusher[] All = CreateAll();
    private static int s_next;

    private readonly ConcurrentQueue<Outbox> _due = new();
    private int _isScheduled;

    /// <summary>A flusher for one more connection; they are spread evenly over one for each core.</summary>
    public static OutboxFlusher Assign() => All[(uint)Interlocked.Increment(ref s_next) % (uint)All.Length];

    public void Add(Outbox outbox)
    {
        _due.Enqueue(outbox);
        Schedule();
    }

    public void Execute()
    {
        // One round over what is due by now; the next goes to the end of the pool's queue, so that input that waits there is dealt with
        // first and shares that round's sends.
        for (int left = _due.Count; left > 0 && _due.TryDequeue(out Outbox? outbox); left--)
        {
            outbox.FlushDue();
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
