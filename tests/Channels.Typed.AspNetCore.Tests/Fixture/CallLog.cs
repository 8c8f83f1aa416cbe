using System.Collections.Concurrent;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>What was called in a <see cref="GuardedServer"/>, in order. Safe for use from several threads.</summary>
internal sealed class CallLog
{
    private readonly ConcurrentQueue<string> _entries = new();

    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IEnumerable<string> Entries => _entries;

    public void Add(string entry) => _entries.Enqueue(entry);
}
