namespace Channels.Typed.PubSub.Tests.Fixture;

/// <summary>Joins nodes of one process: what one publishes, the others receive as bytes, as over a wire.</summary>
internal sealed class LinkedAdapter : IPubSubAdapter
{
    private readonly List<LinkedAdapter> _others = [];
    private Action<Broadcast>? _receive;

    /// <summary>What publishing waits for, if the test wants it to wait or fail.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static void Link(params LinkedAdapter[] adapters)
    {
        foreach (LinkedAdapter adapter in adapters)
        {
            adapter._others.AddRange(adapters.Where(other => other != adapter));
        }
    }

    public Task StartAsync(Action<Broadcast> receive, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _receive = receive;
        return Task.CompletedTask;
    }

    public async ValueTask PublishAsync(Broadcast broadcast)
    {
        await Gate;
        foreach (LinkedAdapter other in _others)
        {
            other._receive?.Invoke(Broadcast.FromFrame(broadcast.Topic, broadcast.Frame.Span));
        }
    }
}
