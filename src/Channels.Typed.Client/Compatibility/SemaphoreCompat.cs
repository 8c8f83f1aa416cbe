namespace Channels.Typed.Client.Compatibility;

/// <summary>A semaphore without blocking, on all platforms.</summary>
internal static class SemaphoreCompat
{
    /// <summary>Enters the semaphore if that is possible at once.</summary>
    public static bool TryEnter(this SemaphoreSlim semaphore)
    {
        // In a browser no thread can block. With a timeout of zero none does, so this call works there.
#pragma warning disable CA1416
        return semaphore.Wait(0);
#pragma warning restore CA1416
    }
}
