using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>A clock that tests move, and that knows which timers run and when they are due.</summary>
internal sealed class CountingClock : FakeTimeProvider
{
    private readonly Dictionary<Timer, long> _running = [];
    private long _now;

    /// <summary>Gets the ends of the timers that run, in ticks from the start, the next one first.</summary>
    public long[] Running
    {
        get
        {
            lock (_running)
            {
                return [.. _running.Values.Order()];
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Inner = base.CreateTimer(static timer => ((Timer)timer!).Fire(), timer, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    public void AdvanceTo(long ticks)
    {
        long from = Interlocked.Exchange(ref _now, ticks);
        Advance(TimeSpan.FromTicks(ticks - from));
    }

    private sealed class Timer(CountingClock clock, TimerCallback callback, object? state) : ITimer
    {
        public ITimer Inner { get; set; } = null!; // Made at once.

        public void Fire()
        {
            // Whoever counts must not see a timer end before what it does is done; until then it counts as one that is late.
            callback(state);
            lock (clock._running)
            {
                if (clock._running.TryGetValue(this, out long due) && due <= Volatile.Read(ref clock._now))
                {
                    _ = clock._running.Remove(this);
                }
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._running)
            {
                _ = clock._running.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    clock._running.Add(this, Volatile.Read(ref clock._now) + dueTime.Ticks);
                }
            }

            return Inner.Change(dueTime, period);
        }

        public void Dispose()
        {
            lock (clock._running)
            {
                _ = clock._running.Remove(this);
            }

            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
