using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>
/// A clock that the test moves. It reports every timer, so a test can wait for a timer to start before it moves the clock.
/// </summary>
internal sealed class TestClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    private int _timestamps;

    /// <summary>Gets how often the time was read.</summary>
    public int Timestamps => Volatile.Read(ref _timestamps);

    public override long GetTimestamp()
    {
        _ = Interlocked.Increment(ref _timestamps);
        return base.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            _ = _timers.Writer.TryWrite(dueTime);
        }

        return timer;
    }

    /// <summary>Waits until a timer of exactly this length starts. Ignores others.</summary>
    public async Task TimerAsync(TimeSpan dueTime)
    {
        while (await _timers.Reader.ReadAsync().Within() != dueTime)
        {
        }
    }

    /// <summary>Waits until a timer of this length starts, and moves the clock to its end.</summary>
    public async Task RunTimerAsync(TimeSpan dueTime)
    {
        await TimerAsync(dueTime);
        Advance(dueTime);
    }
}
