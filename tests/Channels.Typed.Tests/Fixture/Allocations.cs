namespace Channels.Typed.Tests.Fixture;

/// <summary>Counts what a piece of code allocates on its thread once it is warm.</summary>
internal static class Allocations
{
    private const int WarmUp = 1_000;
    private const int Measured = 10_000;

    /// <summary>The bytes that 10,000 calls allocate together.</summary>
    public static long Of(Action call)
    {
        Repeat(call, WarmUp);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(call, Measured);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Repeat(Action call, int count)
    {
        for (int i = 0; i < count; i++)
        {
            call();
        }
    }
}
