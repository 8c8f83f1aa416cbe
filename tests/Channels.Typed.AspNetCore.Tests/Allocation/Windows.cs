namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>
/// Counts what a thread allocates, in several windows of which the least counts: while it improves hot code, the runtime leaves an object
/// of its own behind now and then. What a message allocates is in every window.
/// </summary>
internal sealed class Windows
{
    /// <summary>How many messages make a window.</summary>
    public const int Size = 2_000;

    /// <summary>How many windows there are.</summary>
    public const int Count = 5;

    private readonly long[] _marks = new long[Count + 1];
    private int _used;

    /// <summary>The bytes of the window that had least of them.</summary>
    public long Least
    {
        get
        {
            Assert.Equal(_marks.Length, _used);
            return Enumerable.Range(0, Count).Min(i => _marks[i + 1] - _marks[i]);
        }
    }

    /// <summary>Measures code that is no message.</summary>
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

    /// <summary>Begins the first window, or ends one and begins the next.</summary>
    public void Mark() => _marks[_used++] = GC.GetAllocatedBytesForCurrentThread();
}
