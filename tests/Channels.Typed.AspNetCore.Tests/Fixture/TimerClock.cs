using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.AspNetCore.Tests.LongPolling.Fixture;

/// <summary>A clock that tests move, and that tells of every timer, so that a test can wait for a timer before it moves the clock past it.</summary>
internal sealed class PollClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        _ = _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Timers so far do not count.</summary>
    public void Forget()
    {
        while (_timers.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>Waits until a timer of exactly this length is started; passes over others.</summary>
    public async Task TimerAsync(TimeSpan dueTime)
    {
        while (await _timers.Reader.ReadAsync().AsTask().Within() != dueTime)
        {
        }
    }

    /// <summary>Waits until a timer of this length is started, and moves the clock to its end.</summary>
    public async Task RunTimerAsync(TimeSpan dueTime)
    {
        await TimerAsync(dueTime);
        Advance(dueTime);
    }
}
