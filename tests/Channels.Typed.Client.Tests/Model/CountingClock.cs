namespace Channels.Typed.Client.Tests.Model;

/// <summary>
/// A clock that tests move, and that knows which timers run and when they are due. What it counts is what it fires from: a timer that was counted before the
/// clock could fire it would be passed over by a test that moves the clock as soon as it sees the timer, and end too late.
/// </summary>
internal sealed class CountingClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly object _gate = new();
    private readonly List<Timer> _running = [];
    private long _now;

    /// <summary>Gets the ends of the timers that run, in ticks from the start, the next one first.</summary>
    public long[] Running
    {
        get
        {
            lock (_gate)
            {
                return [.. _running.Select(static timer => timer.Due).Order()];
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp());

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, and fires what has become due on the way, in order, in this thread.</summary>
    public void AdvanceTo(long ticks)
    {
        Timer[] due;
        lock (_gate)
        {
            _now = ticks;
            due = [.. _running.Where(timer => timer.Due <= ticks).OrderBy(static timer => timer.Due)];
        }

        foreach (Timer timer in due)
        {
            timer.Fire();
        }
    }

    private sealed class Timer(CountingClock clock, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; private set; }

        public void Fire()
        {
            lock (clock._gate)
            {
                // One that fired before it may have ended this one.
                if (!clock._running.Contains(this) || Due > clock._now)
                {
                    return;
                }
            }

            // Whoever counts must not see a timer end before what it does is done; until then it counts as one that is late.
            callback(state);
            lock (clock._gate)
            {
                if (Due <= clock._now)
                {
                    _ = clock._running.Remove(this);
                }
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan || dueTime == TimeSpan.Zero)
            {
                throw new NotSupportedException("The client has timers that fire once, and later.");
            }

            lock (clock._gate)
            {
                _ = clock._running.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime.Ticks;
                    clock._running.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => _ = Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
