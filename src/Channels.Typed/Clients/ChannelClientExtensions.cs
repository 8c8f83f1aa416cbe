using System.Threading.Channels;

namespace Channels.Typed;

/// <summary>More ways to observe the state of a channel.</summary>
/// <remarks>They are built on <see cref="IChannelClient.OnStateChanged"/>, so a fake does not have to implement them.</remarks>
public static class ChannelClientExtensions
{
    private const int StateCapacity = 64;

    /// <summary>
    /// Subscribes to the changes of the state. They are delivered one at a time, each after the events that arrived before it.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="handler">Called with each change.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    public static IDisposable OnStateChanged(this IChannelClient client, Action<ChannelStateChange> handler) =>
        Subscribe(client, null, handler);

    /// <summary>
    /// Subscribes to successful joins: the first join and each rejoin. <see cref="ChannelStateChange.Reply"/> is the reply.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="handler">Called with each change to <see cref="ChannelState.Joined"/>.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    public static IDisposable OnJoined(this IChannelClient client, Action<ChannelStateChange> handler) =>
        Subscribe(client, ChannelState.Joined, handler);

    /// <summary>Subscribes to errors after which the channel rejoins: a lost connection, a crash, or a rejoin that failed.</summary>
    /// <param name="client">The client.</param>
    /// <param name="handler">Called with each change to <see cref="ChannelState.Errored"/>.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    public static IDisposable OnErrored(this IChannelClient client, Action<ChannelStateChange> handler) =>
        Subscribe(client, ChannelState.Errored, handler);

    /// <summary>Subscribes to the end of the channel.</summary>
    /// <remarks>
    /// The channel ends when the first join fails, when it is left, when the server closes it, when another channel joins the topic, or
    /// when the socket ends. Disposing the client ends all its subscriptions, so the handler is not called then.
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="handler">Called with each change to <see cref="ChannelState.Closed"/>.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    public static IDisposable OnClosed(this IChannelClient client, Action<ChannelStateChange> handler) =>
        Subscribe(client, ChannelState.Closed, handler);

    /// <summary>
    /// Reads the changes of the state as a stream until the channel ends. A slow reader misses the oldest changes beyond 64.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The changes. Each enumeration is a separate subscription.</returns>
    public static IAsyncEnumerable<ChannelStateChange> ReadStateChangesAsync(
        this IChannelClient client, CancellationToken cancellationToken = default)
    {
        if (client is null)
        {
            throw new ArgumentNullException(nameof(client));
        }

        return SubscriptionStream.ReadAsync<ChannelStateChange>(
            client.OnStateChanged, client.Closed, StateCapacity, BoundedChannelFullMode.DropOldest, cancellationToken);
    }

    private static IDisposable Subscribe(IChannelClient client, ChannelState? wanted, Action<ChannelStateChange> handler)
    {
        if (client is null)
        {
            throw new ArgumentNullException(nameof(client));
        }

        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return client.OnStateChanged(change =>
        {
            if (wanted is null || change.State == wanted)
            {
                handler(change);
            }

            return default;
        });
    }
}
