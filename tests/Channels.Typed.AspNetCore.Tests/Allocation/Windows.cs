namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>
/// Counts the bytes that a thread allocates in several windows, and returns the smallest count: while the runtime optimizes hot code, it
/// sometimes allocates an object itself. What a message allocates is in every window.
/// </summary>
internal sealed class Windows
{
    /// <summary>The number of messages in a window.</summary>
    public const int Size = 2_000;

    /// <summary>The number of windows.</summary>
    public const int Count = 5;

    private readonly long[] _marks = new long[Count + 1];
    private int _used;

    /// <summary>The bytes of the window that allocated least.</summary>
    public long Least
    {
        get
        {
            Assert.Equal(_marks.Length, _used);
            return Enumerable.Range(0, Count).Min(i => _marks[i + 1] - _marks[i]);
        }
    }

    /// <summary>Measures other code than the handling of a message.</summary>
    public static long Measure(Action action)
    {
        var windows = new Windows();
        for (int i = 0; i < Size; i++)
        {
            action();
        }

        windows.Mark();
        for (int window = 0; window < Count; window++)
        {
            for (int i = 0; i < Size; i++)
            {
                action();
            }

            windows.Mark();
        }

        return windows.Least;
    }

    /// <summary>Starts the first window, or ends a window and starts the next.</summary>
    public void Mark() => _marks[_used++] = GC.GetAllocatedBytesForCurrentThread();
}
