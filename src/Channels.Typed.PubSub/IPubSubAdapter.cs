namespace Channels.Typed.PubSub;

/// <summary>Carries broadcasts between nodes. Without one, a server is on its own.</summary>
/// <remarks>Safe for use from several threads. An adapter keeps the order of broadcasts that one caller publishes to one topic.</remarks>
public interface IPubSubAdapter
{
    /// <summary>Begins to receive what other nodes publish.</summary>
    /// <param name="receive">Called with each broadcast of another node, never with this node's own. It neither blocks nor throws.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>A task that completes when nothing published from then on is missed.</returns>
    Task StartAsync(Action<Broadcast> receive, CancellationToken cancellationToken);

    /// <summary>Hands a broadcast to the other nodes.</summary>
    /// <param name="broadcast">The broadcast.</param>
    /// <returns>A task that completes when the broadcast is handed over.</returns>
    ValueTask PublishAsync(Broadcast broadcast);
}
