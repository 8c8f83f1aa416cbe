namespace Channels.Typed.PubSub;

/// <summary>Topics and their subscribers. Delivers broadcasts on this node and publishes them to other nodes.</summary>
/// <remarks>
/// Safe for use from several threads. Broadcasts are delivered at most once, without acknowledgement (protocol section "PubSub").
/// </remarks>
/// <param name="adapter">Sends broadcasts between nodes; <see langword="null"/> if there is only one node.</param>
public sealed class ChannelPubSub(IPubSubAdapter? adapter = null)
{
    private readonly LocalTopics _topics = new();

    /// <summary>Gets the number of topics that have subscribers on this node.</summary>
    public int TopicCount => _topics.Count;

    /// <summary>Gets a value indicating whether there may be other nodes.</summary>
    internal bool HasAdapter => adapter is not null;

    /// <summary>
    /// Called for each broadcast with the number of subscribers on this node that got it. Must be set before the first broadcast.
    /// </summary>
    internal Action<int>? OnDelivered { get; set; }

    /// <summary>Starts to receive the broadcasts of other nodes, if there is an adapter.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>A task that completes when all later broadcasts of other nodes will be received.</returns>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        adapter is null ? Task.CompletedTask : adapter.StartAsync(broadcast => Deliver(broadcast, except: null), cancellationToken);

    /// <summary>Subscribes to a topic.</summary>
    /// <param name="topic">The exact topic, not a pattern.</param>
    /// <param name="subscriber">Receives the broadcasts of the topic. The broadcasts of one publisher arrive in order.</param>
    /// <returns>The subscription. The caller disposes it.</returns>
    public Subscription Subscribe(string topic, Subscriber subscriber) => _topics.Subscribe(topic, subscriber);

    /// <summary>Sends a broadcast to all subscribers of its topic on all nodes.</summary>
    /// <param name="broadcast">The broadcast.</param>
    /// <param name="except">A subscriber on this node that does not get the broadcast: its sender.</param>
    /// <returns>A task that completes when the local subscribers have got the broadcast and the adapter has accepted it.</returns>
    public ValueTask BroadcastAsync(Broadcast broadcast, Subscriber? except = null)
    {
        Deliver(broadcast, except);
        return adapter is null ? default : adapter.PublishAsync(broadcast);
    }

    private void Deliver(Broadcast broadcast, Subscriber? except)
    {
        int delivered = _topics.Deliver(broadcast, except);
        OnDelivered?.Invoke(delivered);
    }
}
