using System.Collections.Concurrent;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>The calls of a <see cref="GuardedServer"/>, in order. Thread-safe.</summary>
internal sealed class CallLog
{
    private readonly ConcurrentQueue<string> _entries = new();

    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IEnumerable<string> Entries => _entries;

    public void Add(string entry) => _entries.Enqueue(entry);
}
