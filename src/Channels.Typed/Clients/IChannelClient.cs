namespace Channels.Typed;

/// <summary>The members that all clients of channels have, with and without a contract.</summary>
/// <remarks>
/// The clients of a socket are safe for use from several threads. Their handlers run one at a time, in the order in which events arrive.
/// The interface that is generated from a contract extends this one; code that is tested with a fake should use the generated interface.
/// </remarks>
public interface IChannelClient : IAsyncDisposable
{
    /// <summary>Gets the state of the channel.</summary>
    ChannelState State { get; }

    /// <summary>Gets a task that completes when the channel ends.</summary>
    /// <remarks>
    /// A channel ends when it is left, closed by the server, replaced by another channel of the same topic, or disposed. If it is joined
    /// again, this is a new task.
    /// </remarks>
    Task Closed { get; }

    /// <summary>Subscribes to the changes of <see cref="State"/>.</summary>
    /// <remarks>Changes are delivered one at a time, each after the events that arrived before it.</remarks>
    /// <param name="handler">Called with each change.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    IDisposable OnStateChanged(Func<ChannelStateChange, ValueTask> handler);

    /// <summary>Leaves the topic. The channel does not rejoin by itself, but can be joined again.</summary>
    /// <remarks>
    /// Pushes that were sent before may still get their replies. Pushes that wait for a join or a connection fail. A handler can call this
    /// method.
    /// </remarks>
    /// <param name="cancellationToken">Stops waiting for the reply. The channel is left anyway.</param>
    /// <returns>A task that completes when the server has replied, or after the default timeout of the socket.</returns>
    Task LeaveAsync(CancellationToken cancellationToken = default);
}
