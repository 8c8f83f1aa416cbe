namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>Bounds every wait of a test, so that a broken client fails it instead of hanging it.</summary>
internal static class Waiting
{
    public static Task Within(this Task task) => task.WaitAsync(Patience.Time);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Patience.Time);

    /// <summary>For the few conditions that nothing tells of.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience.Time, "The condition did not come true in time.");
            await Task.Yield();
        }
    }

    public static Task Within(this ValueTask task) => task.AsTask().WaitAsync(Patience.Time);
}
