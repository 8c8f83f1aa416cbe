using System.Threading.Channels;

namespace Channels.Typed.CompilerServices;

public abstract partial class ChannelClient
{
    private const int StateCapacity = 64;

    /// <summary>Subscribes to the changes of <see cref="State"/>. They come one at a time, each behind the events that came before it.</summary>
    /// <param name="handler">Called with each change.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    public IDisposable OnStateChanged(Func<ChannelStateChange, ValueTask> handler) =>
        Channel.OnStateChanged(handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>Subscribes to the changes of <see cref="State"/>. They come one at a time, each behind the events that came before it.</summary>
    /// <param name="handler">Called with each change.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    public IDisposable OnStateChanged(Action<ChannelStateChange> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return OnStateChanged(static _ => true, handler);
    }

    /// <summary>Subscribes to successful joins, the first one and each rejoin; <see cref="ChannelStateChange.Reply"/> is the server's answer.</summary>
    /// <param name="handler">Called with each change to <see cref="ChannelState.Joined"/>.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    public IDisposable OnJoined(Action<ChannelStateChange> handler) =>
        OnStateChanged(static change => change.State == ChannelState.Joined, handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>Subscribes to what makes the channel join again: a lost connection, a crash, a rejoin that failed.</summary>
    /// <param name="handler">Called with each change to <see cref="ChannelState.Errored"/>.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    public IDisposable OnErrored(Action<ChannelStateChange> handler) =>
        OnStateChanged(static change => change.State == ChannelState.Errored, handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>Subscribes to what ends the channel: a first join that failed, a leave, the server's close, another channel of the topic, the end of the socket.</summary>
    /// <remarks>Disposing the channel itself ends all subscriptions, so it is not heard of here.</remarks>
    /// <param name="handler">Called with each change to <see cref="ChannelState.Closed"/>.</param>
    /// <returns>Disposing it ends the subscription.</returns>
    public IDisposable OnClosed(Action<ChannelStateChange> handler) =>
        OnStateChanged(static change => change.State == ChannelState.Closed, handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>Reads the changes of <see cref="State"/> from now on, until the channel has ended. A reader that is too slow misses the oldest of 64.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The changes; each enumeration is a subscription of its own.</returns>
    public IAsyncEnumerable<ChannelStateChange> ReadStateChangesAsync(CancellationToken cancellationToken = default) =>
        SubscriptionStream.ReadAsync<ChannelStateChange>(Channel.OnStateChanged, Channel.Closed, StateCapacity, BoundedChannelFullMode.DropOldest, cancellationToken);

    private IDisposable OnStateChanged(Func<ChannelStateChange, bool> isWanted, Action<ChannelStateChange> handler) => Channel.OnStateChanged(change =>
    {
        if (isWanted(change))
        {
            handler(change);
        }

        return default;
    });
}
