using Channels.Typed.AspNetCore.Handlers;

namespace Channels.Typed.AspNetCore.Channels.Info;

/// <summary>
/// The messages of one channel that wait for their time. They have one timer together: timers of their own that are due at the same time would
/// fire on several threads, and in no order.
/// </summary>
internal sealed class InfoTimers(ServerChannel channel, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();

    // Guarded by _lock.
    private readonly SortedSet<InfoTimer> _waiting = [];
    private ITimer? _timer;
    private long _count;
    private bool _isClosed;

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Adds a message; after the channel's end it is forgotten.</summary>
    public InfoTimer Add(TimeSpan delay, InfoMessage message)
    {
        lock (_lock)
        {
            var added = new InfoTimer(this, message, Now + delay, _count++);
            if (!_isClosed)
            {
                _waiting.Add(added);
                if (_waiting.Min == added)
                {
                    Arm(added);
                }
            }

            return added;
        }
    }

    // The timer may fire for nothing then.
    public void Remove(InfoTimer timer)
    {
        lock (_lock)
        {
            _waiting.Remove(timer);
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _waiting.Clear();
            _timer?.Dispose();
        }
    }

    private void Fire()
    {
        lock (_lock)
        {
            while (_waiting.Min is { } next)
            {
                if (next.Due > Now)
                {
                    Arm(next);
                    return;
                }

                _waiting.Remove(next);
                channel.Post(next.Message, mayExceed: true);
            }
        }
    }

    // In whole milliseconds, as timers count; rounded up, as one that fires too early has to be set again.
    private void Arm(InfoTimer next)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, (next.Due - Now).TotalMilliseconds)));
        _timer ??= time.CreateTimer(static state => ((InfoTimers)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan); // The state is given here.
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
