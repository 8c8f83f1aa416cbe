using System.Runtime.CompilerServices;
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
        Check(client).OnStateChanged(FromAction(handler));

    /// <inheritdoc cref="OnStateChanged(IChannelClient, Action{ChannelStateChange})"/>
    public static IDisposable OnStateChanged(this IChannelClient client, Func<ChannelStateChange, Task> handler) =>
        Check(client).OnStateChanged(FromTask(handler));

    /// <summary>Subscribes to errors after which the channel rejoins: a lost connection, a crash, or a rejoin that failed.</summary>
    /// <param name="client">The client.</param>
    /// <param name="handler">Called with each change to <see cref="ChannelState.Errored"/>.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    [OverloadResolutionPriority(1)]
    public static IDisposable OnErrored(this IChannelClient client, Func<ChannelStateChange, ValueTask> handler) =>
        Subscribe(client, ChannelState.Errored, handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <inheritdoc cref="OnErrored(IChannelClient, Func{ChannelStateChange, ValueTask})"/>
    public static IDisposable OnErrored(this IChannelClient client, Func<ChannelStateChange, Task> handler) =>
        Subscribe(client, ChannelState.Errored, FromTask(handler));

    /// <inheritdoc cref="OnErrored(IChannelClient, Func{ChannelStateChange, ValueTask})"/>
    public static IDisposable OnErrored(this IChannelClient client, Action<ChannelStateChange> handler) =>
        Subscribe(client, ChannelState.Errored, FromAction(handler));

    /// <summary>Subscribes to the end of the channel.</summary>
    /// <remarks>
    /// The channel ends when the first join fails, when it is left, when the server closes it, when another channel joins the topic, or
    /// when the socket ends. Disposing the client ends all its subscriptions, so the handler is not called then.
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="handler">Called with each change to <see cref="ChannelState.Closed"/>.</param>
    /// <returns>Dispose it to end the subscription.</returns>
    [OverloadResolutionPriority(1)]
    public static IDisposable OnClosed(this IChannelClient client, Func<ChannelStateChange, ValueTask> handler) =>
        Subscribe(client, ChannelState.Closed, handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <inheritdoc cref="OnClosed(IChannelClient, Func{ChannelStateChange, ValueTask})"/>
    public static IDisposable OnClosed(this IChannelClient client, Func<ChannelStateChange, Task> handler) =>
        Subscribe(client, ChannelState.Closed, FromTask(handler));

    /// <inheritdoc cref="OnClosed(IChannelClient, Func{ChannelStateChange, ValueTask})"/>
    public static IDisposable OnClosed(this IChannelClient client, Action<ChannelStateChange> handler) =>
        Subscribe(client, ChannelState.Closed, FromAction(handler));

    /// <summary>
    /// Reads the changes of the state as a stream until the channel ends. A slow reader misses the oldest changes beyond 64.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The stream, which receives from this call. The end of its loop disposes it.</returns>
    public static EventStream<ChannelStateChange> ReadStateChangesAsync(
        this IChannelClient client, CancellationToken cancellationToken = default) =>
        new(Check(client).OnStateChanged, client.Closed, StateCapacity, BoundedChannelFullMode.DropOldest, cancellationToken);

    private static IDisposable Subscribe(IChannelClient client, ChannelState wanted, Func<ChannelStateChange, ValueTask> handler) =>
        Check(client).OnStateChanged(change => change.State == wanted ? handler(change) : default);

    private static IChannelClient Check(IChannelClient client) => client ?? throw new ArgumentNullException(nameof(client));

    private static Func<ChannelStateChange, ValueTask> FromTask(Func<ChannelStateChange, Task> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return change => new ValueTask(handler(change));
    }

    private static Func<ChannelStateChange, ValueTask> FromAction(Action<ChannelStateChange> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return change =>
        {
            handler(change);
            return default;
        };
    }
}
