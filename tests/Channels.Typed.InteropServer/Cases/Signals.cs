using System.Collections.Concurrent;

namespace Channels.Typed.InteropServer.Cases;

/// <summary>What cases wait for, by name, so that they need no clock: each is opened once, by another push.</summary>
public sealed class Gates
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new(StringComparer.Ordinal);

    public Task WaitAsync(string name, CancellationToken cancellationToken) => Get(name).Task.WaitAsync(cancellationToken);

    public void Open(string name) => Get(name).TrySetResult();

    private TaskCompletionSource Get(string name) =>
        _gates.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
