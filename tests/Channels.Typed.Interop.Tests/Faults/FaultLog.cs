namespace Channels.Typed.Interop.Tests.Lab;

/// <summary>What the lab's channels of one server remember beyond their own lives.</summary>
public sealed class LabLog
{
    private int _joins;

    public int Join() => Interlocked.Increment(ref _joins);
}
