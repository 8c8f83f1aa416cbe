using System.Collections.Concurrent;

namespace Channels.Typed.InteropServer.Cases;

/// <summary>Signals by name. A join or push waits for one, and another push sets it, so the cases need no clock. Thread-safe.</summary>
public sealed class Signals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new(StringComparer.Ordinal);

    public Task WaitAsync(string name, CancellationToken cancellationToken) => Get(name).Task.WaitAsync(cancellationToken);

    public void Set(string name) => Get(name).TrySetResult();

    private TaskCompletionSource Get(string name) =>
        _signals.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
