namespace Channels.Typed.PubSub;

/// <summary>Sends broadcasts between nodes. Without an adapter, broadcasts stay on their node.</summary>
/// <remarks>
/// Implementations must be safe for use from several threads, and keep the order of the broadcasts of one caller to one topic.
/// </remarks>
public interface IPubSubAdapter
{
    /// <summary>Starts to receive the broadcasts of other nodes.</summary>
    /// <param name="receive">
    /// Call this with each broadcast of another node, never with one of this node. It does not block or throw.
    /// </param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>A task that completes when all later broadcasts of other nodes will be received.</returns>
    Task StartAsync(Action<Broadcast> receive, CancellationToken cancellationToken);

    /// <summary>Publishes a broadcast to the other nodes.</summary>
    /// <param name="broadcast">The broadcast.</param>
    /// <returns>A task that completes when the broadcast is queued or sent.</returns>
    ValueTask PublishAsync(Broadcast broadcast);
}
