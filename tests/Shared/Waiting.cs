using System.Runtime.CompilerServices;

namespace Channels.Typed.Tests.Shared;

/// <summary>
/// Limits the time of every wait of a test, so that broken code fails the test instead of hanging it. The failure names what was awaited.
/// </summary>
internal static class Waiting
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1);

    /// <summary>Waits until the task completes, and at most <see cref="Patience.Time"/>. Throws what the task throws.</summary>
    public static async Task Within(this Task task, [CallerArgumentExpression(nameof(task))] string? expression = null)
    {
        try
        {
            await task.WaitAsync(Patience.Time, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail($"'{expression}' is {task.Status} after {Patience.Time}.");
        }
    }

    /// <inheritdoc cref="Within(Task, string?)"/>
    public static async Task<T> Within<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string? expression = null)
    {
        await ((Task)task).Within(expression).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    /// <inheritdoc cref="Within(Task, string?)"/>
    public static Task Within(this ValueTask task, [CallerArgumentExpression(nameof(task))] string? expression = null) =>
        task.AsTask().Within(expression);

    /// <inheritdoc cref="Within(Task, string?)"/>
    public static Task<T> Within<T>(this ValueTask<T> task, [CallerArgumentExpression(nameof(task))] string? expression = null) =>
        task.AsTask().Within(expression);

    /// <summary>Waits until a condition is true. Only for conditions that no task, event or log entry reports.</summary>
    public static async Task UntilAsync(
        Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        bool isMet = await PollAsync(condition).ConfigureAwait(false);
        Assert.True(isMet, $"'{expression}' is not true after {Patience.Time}.");
    }

    /// <summary>Waits until a value equals the expected one. Fails with the last value.</summary>
    public static async Task UntilEqualAsync<T>(T expected, Func<T> read)
    {
        T last = default!;
        await PollAsync(() => EqualityComparer<T>.Default.Equals(expected, last = read())).ConfigureAwait(false);
        Assert.Equal(expected, last);
    }

    /// <summary>
    /// Returns false if the time is over. Most conditions become true at once, so the first checks do not wait for the timer.
    /// </summary>
    private static async Task<bool> PollAsync(Func<bool> condition)
    {
        const int ChecksWithoutTimer = 20;

        long start = TimeProvider.System.GetTimestamp();
        for (int check = 0; !condition(); check++)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience.Time)
            {
                return condition();
            }

            if (check < ChecksWithoutTimer)
            {
                await Task.Yield();
            }
            else
            {
                await Task.Delay(Interval, TimeProvider.System).ConfigureAwait(false);
            }
        }

        return true;
    }
}
