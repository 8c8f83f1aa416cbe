namespace Channels.Typed.Soak;

/// <summary>The server's diagnostics.</summary>
internal sealed record ServerState(long Connections, long Channels, long WorkingSet, long Heap)
{
    private const double MiB = 1024 * 1024;

    public override string ToString() => FormattableString.Invariant(
        $"{Connections} connections, {Channels} channels, working set {WorkingSet / MiB:F0} MiB, heap {Heap / MiB:F1} MiB");
}
