namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Waits for what other threads do, and no longer than is reasonable.</summary>
internal static class Eventually
{
    /// <summary>Waits until a value is the expected one; fails with the value that it had last.</summary>
    public static async Task BecomesAsync<T>(T expected, Func<T> read)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!EqualityComparer<T>.Default.Equals(expected, read()) && TimeProvider.System.GetElapsedTime(started) < Patience.Time)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }

        Assert.Equal(expected, read());
    }

    /// <summary>Waits for what has to end.</summary>
    public static Task EndsAsync(Task task) => task.WaitAsync(Patience.Time);
}
