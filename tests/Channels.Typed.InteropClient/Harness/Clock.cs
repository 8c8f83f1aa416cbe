namespace Channels.Typed.InteropClient.Harness;

/// <summary>The system clock, because the server uses it too.</summary>
internal static class Clock
{
    public static Task DelayAsync(TimeSpan time, CancellationToken cancellationToken = default) =>
#if NET
        Task.Delay(time, TimeProvider.System, cancellationToken);
#else
        TimeProvider.System.Delay(time, cancellationToken);
#endif
}
