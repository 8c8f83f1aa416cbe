namespace Channels.Typed.Interop.Tests.Faults;

/// <summary>Counts the joins of all fault channels of a server.</summary>
public sealed class FaultLog
{
    private int _joins;

    public int Join() => Interlocked.Increment(ref _joins);
}
