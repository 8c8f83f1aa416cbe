namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>
/// A clock that the test moves. It knows which timers run and when they are due. It counts and fires timers from one list: if it counted
/// a timer before it could fire it, a test that moves the clock as soon as it sees the timer would miss the timer, which would then
/// end too late.
/// </summary>
internal sealed class CountingClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly object _gate = new();
    private readonly List<Timer> _running = [];
    private long _now;

    /// <summary>Gets the times at which the running timers are due, in ticks from the start, the earliest first.</summary>
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

    /// <summary>Moves the clock, and fires the timers that become due, in order, on this thread.</summary>
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
                // A timer that fired earlier may have stopped this one.
                if (!clock._running.Contains(this) || Due > clock._now)
                {
                    return;
                }
            }

            // The timer counts as running until its callback has returned. So the test does not see it end before its work is done.
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
                throw new NotSupportedException("The client only uses timers that fire once, and not at once.");
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
