using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Handlers;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// A channel, that is one topic on one connection, as its handler sees it (<c>Context</c> in the generated part of a handler).
/// </summary>
/// <remarks>
/// Safe for use from several threads. Other code may keep it to post messages to the channel; after the end of the channel, these are
/// dropped.
/// </remarks>
public abstract class ChannelContext : EventTarget
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(24); // Timers count at most int.MaxValue milliseconds.

    private protected ChannelContext()
    {
    }

    /// <summary>Gets the topic that the client joined.</summary>
    public abstract string Topic { get; }

    /// <summary>Gets the socket of the channel.</summary>
    public abstract SocketContext Socket { get; }

    /// <summary>Gets a token that is canceled when the channel ends.</summary>
    public abstract CancellationToken Ended { get; }

    /// <summary>
    /// Ends the channel after the current message. The client gets <c>phx_close</c> and does not rejoin by itself.
    /// </summary>
    public abstract void Stop();

    /// <summary>
    /// Ends the channel as failed, after the current message and its reply. The client gets <c>phx_error</c> and rejoins.
    /// </summary>
    public abstract void Fail();

    /// <summary>Posts a message to the channel, which handles it with <see cref="IHandleInfo{TMessage}"/>. Returns at once.</summary>
    /// <param name="message">The message.</param>
    /// <typeparam name="TMessage">The type for which the handler implements <see cref="IHandleInfo{TMessage}"/>.</typeparam>
    /// <returns>Whether the message is in the mailbox or was dropped.</returns>
    /// <exception cref="InvalidOperationException">The handler does not handle messages of that type.</exception>
    public PostResult Post<TMessage>(TMessage message) => PostCore(new TypedInfoMessage<TMessage>(message));

    /// <summary>
    /// Posts a message to the channel after a delay, measured by the server's <see cref="TimeProvider"/>, unless the channel ends before.
    /// </summary>
    /// <param name="delay">The delay; from zero to 24 days.</param>
    /// <param name="message">The message.</param>
    /// <typeparam name="TMessage">The type for which the handler implements <see cref="IHandleInfo{TMessage}"/>.</typeparam>
    /// <returns>
    /// An object that cancels the message when it is disposed, unless the message has already been posted. The channel disposes it when it
    /// ends.
    /// </returns>
    /// <remarks>The message is posted even if the mailbox is full. Messages that are due at the same time keep their order.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative, or longer than 24 days.</exception>
    /// <exception cref="InvalidOperationException">The handler does not handle messages of that type.</exception>
    public IDisposable PostAfter<TMessage>(TimeSpan delay, TMessage message)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, LongestDelay);
        return PostAfterCore(delay, new TypedInfoMessage<TMessage>(message));
    }

    /// <summary>
    /// Subscribes the channel to another topic. Each broadcast of that topic is posted to the channel as a <see cref="ChannelBroadcast"/>;
    /// it is not sent to the client.
    /// </summary>
    /// <param name="topic">The exact topic. A second subscription to the same topic posts each broadcast twice.</param>
    /// <returns>An object that ends the subscription when it is disposed. The channel disposes it when it ends.</returns>
    /// <remarks>
    /// If a broadcast finds the mailbox full (<see cref="ChannelsOptions.MaxMailboxLength"/>), the channel crashes and the client rejoins.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// The handler does not implement <see cref="IHandleInfo{TMessage}"/> of <see cref="ChannelBroadcast"/>.
    /// </exception>
    public abstract IDisposable Subscribe(string topic);

    /// <summary>Defers the reply to the current push. Generated code calls it.</summary>
    /// <param name="okInfo">The JSON metadata of the ok reply.</param>
    /// <param name="errorInfo">The JSON metadata of the error reply.</param>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <typeparam name="TError">The error reply's type.</typeparam>
    /// <returns>The deferred reply, which the method returns.</returns>
    /// <exception cref="InvalidOperationException">No push is being handled.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract DeferredReply<TOk, TError> Defer<TOk, TError>(JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo);

    /// <summary>Sends a deferred reply. Safe for use from several threads.</summary>
    internal abstract void SendDeferred<TOk, TError>(
        byte[] reference, Reply<TOk, TError> reply, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo);

    /// <summary>Sends a deferred reply of an untyped channel. Safe for use from several threads.</summary>
    internal abstract void SendDeferred(byte[] reference, ChannelReply reply);

    private protected abstract PostResult PostCore(InfoMessage message);

    private protected abstract IDisposable PostAfterCore(TimeSpan delay, InfoMessage message);
}
