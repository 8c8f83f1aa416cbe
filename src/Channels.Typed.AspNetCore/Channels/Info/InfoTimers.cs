using Channels.Typed.AspNetCore.Handlers;

namespace Channels.Typed.AspNetCore.Channels.Info;

/// <summary>
/// The delayed messages of one channel. They share one timer: separate timers that are due at the same time would fire on several threads,
/// and in no order.
/// </summary>
internal sealed class InfoTimers(IInfoReceiver channel, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();

    // Guarded by _lock.
    private readonly SortedSet<InfoTimer> _waiting = [];
    private ITimer? _timer;
    private long _count;
    private bool _isClosed;

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Adds a message. After <see cref="Close"/> the message is dropped.</summary>
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

    // The timer is not stopped. When it fires, it may find nothing due.
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

    private static void Fire(object? state) => ((InfoTimers)state!).PostDue(); // CreateTimer got this as its state.

    private void PostDue()
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
                channel.PostInfo(next.Message, mayExceed: true);
            }
        }
    }

    // Timers count whole milliseconds. Rounded up, because a timer that fires too early has to be set again.
    private void Arm(InfoTimer next)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, (next.Due - Now).TotalMilliseconds)));
        _timer ??= time.CreateTimer(Fire, this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
