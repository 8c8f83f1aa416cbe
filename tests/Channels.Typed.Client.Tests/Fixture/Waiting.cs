namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>Bounds every wait of a test, so that a broken client fails it instead of hanging it.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(20);

    public static Task Within(this Task task) => task.WaitAsync(Guard);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Guard);

    public static Task Within(this ValueTask task) => task.AsTask().WaitAsync(Guard);
}
