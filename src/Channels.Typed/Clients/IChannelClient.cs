namespace Channels.Typed;

/// <summary>
/// What all clients of channels have, whatever their contract. Code that is tested with a fake takes the interface generated from its
/// contract, which extends this one.
/// </summary>
/// <remarks>
/// The clients of a socket are safe for use from several threads. Their handlers run one at a time, in the order of the wire.
/// </remarks>
public interface IChannelClient : IAsyncDisposable
{
    /// <summary>Gets where the channel is in its life.</summary>
    ChannelState State { get; }

    /// <summary>
    /// Gets a task that completes when the channel has ended: it was left, closed by the server, replaced by another channel of its topic,
    /// or disposed.
    /// </summary>
    /// <remarks>A channel that was not disposed can be joined again; this is a new task then.</remarks>
    Task Closed { get; }

    /// <summary>
    /// Subscribes to the changes of <see cref="State"/>. They come one at a time, each behind the events that came before it.
    /// </summary>
    /// <param name="handler">Called with each change.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    IDisposable OnStateChanged(Func<ChannelStateChange, ValueTask> handler);

    /// <summary>
    /// Leaves the topic; the channel does not rejoin by itself. It may be called by a handler, and the channel joined again.
    /// </summary>
    /// <remarks>
    /// Pushes that are on their way go first, and may still be answered; those that wait for a join or a connection fail.
    /// </remarks>
    /// <param name="cancellationToken">Stops waiting for the server's answer; the channel is left all the same.</param>
    /// <returns>A task that completes when the server has answered, or the socket's default timeout is over.</returns>
    Task LeaveAsync(CancellationToken cancellationToken = default);
}
