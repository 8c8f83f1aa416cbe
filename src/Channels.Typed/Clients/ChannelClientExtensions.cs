using System.Threading.Channels;

namespace Channels.Typed;

/// <summary>
/// Further ways to hear of a channel's state. All are made of <see cref="IChannelClient.OnStateChanged"/>, so a fake has them too.
/// </summary>
public static class ChannelClientExtensions
{
    private const int StateCapacity = 64;

    /// <summary>Subscribes to the changes of the state. They come one at a time, each behind the events that came before it.</summary>
    /// <param name="client">The client.</param>
    /// <param name="handler">Called with each change.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    public static IDisposable OnStateChanged(this IChannelClient client, Action<ChannelStateChange> handler) => On(client, null, handler);

    /// <summary>
    /// Subscribes to successful joins, the first one and each rejoin; <see cref="ChannelStateChange.Reply"/> is the server's answer.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="handler">Called with each change to <see cref="ChannelState.Joined"/>.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    public static IDisposable OnJoined(this IChannelClient client, Action<ChannelStateChange> handler) => On(client, ChannelState.Joined, handler);

    /// <summary>Subscribes to what makes the channel join again: a lost connection, a crash, a rejoin that failed.</summary>
    /// <param name="client">The client.</param>
    /// <param name="handler">Called with each change to <see cref="ChannelState.Errored"/>.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    public static IDisposable OnErrored(this IChannelClient client, Action<ChannelStateChange> handler) => On(client, ChannelState.Errored, handler);

    /// <summary>
    /// Subscribes to what ends the channel: a first join that failed, a leave, the server's close, another channel of the topic, the end of
    /// the socket.
    /// </summary>
    /// <remarks>Disposing the channel itself ends all subscriptions, so it is not heard of here.</remarks>
    /// <param name="client">The client.</param>
    /// <param name="handler">Called with each change to <see cref="ChannelState.Closed"/>.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    public static IDisposable OnClosed(this IChannelClient client, Action<ChannelStateChange> handler) => On(client, ChannelState.Closed, handler);

    /// <summary>
    /// Reads the changes of the state from now on, until the channel has ended. A reader that is too slow misses the oldest of 64.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The changes; each enumeration is a subscription of its own.</returns>
    public static IAsyncEnumerable<ChannelStateChange> ReadStateChangesAsync(this IChannelClient client, CancellationToken cancellationToken = default)
    {
        if (client is null)
        {
            throw new ArgumentNullException(nameof(client));
        }

        return SubscriptionStream.ReadAsync<ChannelStateChange>(
            client.OnStateChanged, client.Closed, StateCapacity, BoundedChannelFullMode.DropOldest, cancellationToken);
    }

    private static IDisposable On(IChannelClient client, ChannelState? wanted, Action<ChannelStateChange> handler)
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
