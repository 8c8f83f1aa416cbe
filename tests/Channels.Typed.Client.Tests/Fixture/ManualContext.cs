using System.Collections.Concurrent;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A synchronization context that runs callbacks only when the test calls <see cref="RunAll"/>.</summary>
internal sealed class ManualContext : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _posts = new();

    public int Count => _posts.Count;

    public override void Post(SendOrPostCallback d, object? state) => _posts.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs the waiting callbacks.</summary>
    public void RunAll()
    {
        while (_posts.TryDequeue(out (SendOrPostCallback Callback, object? State) post))
        {
            post.Callback(post.State);
        }
    }
}
