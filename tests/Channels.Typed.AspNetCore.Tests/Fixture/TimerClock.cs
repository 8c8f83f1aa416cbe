using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A clock that the test moves. It reports each timer, so a test can wait for a timer before it moves the clock.</summary>
internal sealed class TimerClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        _ = _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Forgets the timers that were started until now.</summary>
    public void Forget()
    {
        while (_timers.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>Waits until a timer of exactly this length is started. Other timers are skipped.</summary>
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
