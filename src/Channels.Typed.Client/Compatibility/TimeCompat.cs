namespace Channels.Typed.Client.Compatibility;

/// <summary>Waits by a <see cref="TimeProvider"/>. The calls have other names on netstandard2.0.</summary>
internal static class TimeCompat
{
#if NET
    public static Task DelayAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) =>
        Task.Delay(delay, time, cancellationToken);

    public static CancellationTokenSource CancelAfter(this TimeProvider time, TimeSpan delay) => new(delay, time);
#else
    public static Task DelayAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) =>
        time.Delay(delay, cancellationToken);

    public static CancellationTokenSource CancelAfter(this TimeProvider time, TimeSpan delay) => time.CreateCancellationTokenSource(delay);
#endif

    /// <summary>Creates a timer that fires once, or never if the time is infinite.</summary>
    public static ITimer Once(this TimeProvider time, TimerCallback callback, object state, TimeSpan dueTime) =>
        time.CreateTimer(callback, state, dueTime, Timeout.InfiniteTimeSpan);

    /// <summary>Waits for the task. The token cancels the wait, not the task.</summary>
    public static Task WaitAsync(this Task task, TimeProvider time, CancellationToken cancellationToken) =>
        task.WaitAsync(Timeout.InfiniteTimeSpan, time, cancellationToken);
}
