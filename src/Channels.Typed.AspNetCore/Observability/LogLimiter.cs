using System.Collections.Concurrent;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>
/// Bounds what clients can make the server write into its log: so many entries of one kind and name in a time, and how many more there were
/// with the next one. Names come from contracts, so the table is as small as they are. Safe for use from several threads.
/// </summary>
internal sealed class LogLimiter(TimeProvider time)
{
    /// <summary>How many entries pass in one <see cref="Period"/>.</summary>
    public const int Limit = 10;

    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(int Id, string Name), Window> _windows = new();

    /// <summary>Tells whether an entry may be written.</summary>
    /// <param name="id">The kind: its event id.</param>
    /// <param name="name">The name within the kind.</param>
    /// <param name="suppressed">How many were held back since the last that passed.</param>
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

    // Guarded by itself.
    private sealed class Window(long start)
    {
        public long Start { get; set; } = start;

        public int Passed { get; set; }

        public int Suppressed { get; set; }
    }
}
