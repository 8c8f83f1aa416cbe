using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A clock that cannot start timers of one length.</summary>
internal sealed class ThrowingClock(TimeSpan broken) : FakeTimeProvider
{
    private int _failures;

    /// <summary>Gets how many timers could not be started.</summary>
    public int Failures => Volatile.Read(ref _failures);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == broken)
        {
            _ = Interlocked.Increment(ref _failures);
            throw new IOException("no timer");
        }

        return base.CreateTimer(callback, state, dueTime, period);
    }
}
