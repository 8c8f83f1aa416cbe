namespace Channels.Typed.PubSub;

/// <summary>Topics and their subscribers: delivers broadcasts on this node and hands them to the others.</summary>
/// <remarks>Safe for use from several threads. Delivery is at most once, without acknowledgement (protocol section "PubSub").</remarks>
/// <param name="adapter">Carries broadcasts between nodes; <see langword="null"/> for a node on its own.</param>
public sealed class ChannelPubSub(IPubSubAdapter? adapter = null)
{
    private readonly LocalTopics _topics = new();

    /// <summary>Gets the number of topics that have subscribers on this node.</summary>
    public int TopicCount => _topics.Count;

    /// <summary>Told of each broadcast how many subscribers of this node it reached; set before the first.</summary>
    internal Action<int>? OnDelivered { get; set; }

    /// <summary>Begins to receive what other nodes publish, if there is an adapter.</summary>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>A task that completes when nothing published from then on is missed.</returns>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        adapter is null ? Task.CompletedTask : adapter.StartAsync(broadcast => Deliver(broadcast, except: null), cancellationToken);

    /// <summary>Subscribes to a topic.</summary>
    /// <param name="topic">The topic, exactly.</param>
    /// <param name="subscriber">Receives its broadcasts, in the order of each publisher.</param>
    /// <returns>The subscription, to be disposed.</returns>
    public Subscription Subscribe(string topic, Subscriber subscriber) => _topics.Subscribe(topic, subscriber);

    /// <summary>Sends a broadcast to all subscribers of its topic, on all nodes.</summary>
    /// <param name="broadcast">The broadcast.</param>
    /// <param name="except">A subscriber of this node that does not get it: the sender.</param>
    /// <returns>A task that completes when the local subscribers have it and the adapter has taken it.</returns>
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
