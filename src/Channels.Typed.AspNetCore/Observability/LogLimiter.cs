using System.Collections.Concurrent;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>
/// Limits the log entries that clients can cause: at most <see cref="Limit"/> entries of one id and name in one <see cref="Period"/>. The
/// next entry that is written says how many were suppressed. Names come from contracts and constants, so the table stays small. Safe for
/// use from several threads.
/// </summary>
internal sealed class LogLimiter(TimeProvider time)
{
    /// <summary>The maximum number of entries of one id and name in one <see cref="Period"/>.</summary>
    public const int Limit = 10;

    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(int Id, string Name), Window> _windows = new();

    /// <summary>Counts an entry and returns whether it may be written.</summary>
    /// <param name="id">The event id of the entry.</param>
    /// <param name="name">The handler or the reason; entries of different names are limited separately.</param>
    /// <param name="suppressed">The number of entries that were suppressed since the last one that was written.</param>
    public bool TryPass(int id, string name, out int suppressed)
    {
        Window window = _windows.GetOrAdd((id, name), static (_, now) => new Window(now), time.GetTimestamp());
        lock (window)
        {
            if (time.GetElapsedTime(window.Start) >= Period)
            {
                window.Start = time.GetTimestamp();
                window.Passed = 0;
            }

            if (window.Passed >= Limit)
            {
                window.Suppressed++;
                suppressed = 0;
                return false;
            }

            window.Passed++;
            suppressed = window.Suppressed;
            window.Suppressed = 0;
            return true;
        }
    }

    // The members are guarded by a lock on the instance.
    private sealed class Window(long start)
    {
        public long Start { get; set; } = start;

        public int Passed { get; set; }

        public int Suppressed { get; set; }
    }
}
