namespace Channels.Typed.PubSub.Tests.Fixture;

/// <summary>Connects nodes of one process. The others receive the bytes of what one publishes.</summary>
internal sealed class LinkedAdapter : IPubSubAdapter
{
    private readonly List<LinkedAdapter> _others = [];
    private Action<Broadcast>? _receive;

    /// <summary>Awaited before each publish, so a test can delay or fail it.</summary>
    public Task BeforePublish { get; set; } = Task.CompletedTask;

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
        await BeforePublish;
        foreach (LinkedAdapter other in _others)
        {
            other._receive?.Invoke(Broadcast.FromFrame(broadcast.Topic, broadcast.Frame.Span));
        }
    }
}
