using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Handlers;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore;

/// <summary>A joined channel, that is one topic on one connection, as its handler sees it (<c>Context</c> in the generated part of a handler).</summary>
/// <remarks>Safe for use from several threads. Other code may hold it too, to post messages to the channel; it says so when the channel has ended.</remarks>
public abstract class ChannelContext : EventTarget
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(24); // As timers count: int.MaxValue milliseconds.

    private protected ChannelContext()
    {
    }

    /// <summary>Gets the topic as the client joined it.</summary>
    public abstract string Topic { get; }

    /// <summary>Gets the socket that the channel belongs to.</summary>
    public abstract SocketContext Socket { get; }

    /// <summary>Gets a token that is cancelled when the channel ends.</summary>
    public abstract CancellationToken Ended { get; }

    /// <summary>
    /// Ends the channel after the current message: the client gets <c>phx_close</c> and does not rejoin by itself.
    /// </summary>
    public abstract void Stop();

    /// <summary>
    /// Ends the channel after the current message, and after its reply, as failed: the client gets <c>phx_error</c> and rejoins.
    /// </summary>
    public abstract void Fail();

    /// <summary>Posts a message to the channel, which handles it in its turn (<see cref="IHandleInfo{TMessage}"/>). Never waits.</summary>
    /// <param name="message">The message.</param>
    /// <typeparam name="TMessage">The type under which the handler takes it.</typeparam>
    /// <returns>Whether the message was taken.</returns>
    /// <exception cref="InvalidOperationException">The handler does not take messages of that type.</exception>
    public PostResult Post<TMessage>(TMessage message) => PostCore(new TypedInfoMessage<TMessage>(message));

    /// <summary>Posts a message to the channel after some time, by the clock of the server's <see cref="TimeProvider"/>, unless the channel has ended by then.</summary>
    /// <param name="delay">How long to wait; from zero to 24 days.</param>
    /// <param name="message">The message.</param>
    /// <typeparam name="TMessage">The type under which the handler takes it.</typeparam>
    /// <returns>Disposing it takes the message back, if it has not been posted yet. The channel does so when it ends.</returns>
    /// <remarks>When the time has come the message is posted even to a full mailbox. Messages of the same time keep their order.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative, or longer than 24 days.</exception>
    /// <exception cref="InvalidOperationException">The handler does not take messages of that type.</exception>
    public IDisposable PostAfter<TMessage>(TimeSpan delay, TMessage message)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, LongestDelay);
        return PostAfterCore(delay, new TypedInfoMessage<TMessage>(message));
    }

    /// <summary>
    /// Subscribes the channel to another topic: its broadcasts are posted to the channel as <see cref="ChannelBroadcast"/>, and do not go to the client.
    /// </summary>
    /// <param name="topic">The topic, exactly. Subscribed to twice, its broadcasts come twice.</param>
    /// <returns>Disposing it ends the subscription. The channel does so when it ends.</returns>
    /// <remarks>A broadcast that finds as many messages waiting as <see cref="ChannelsOptions.MaxMailboxLength"/> allows crashes the channel, so that the client rejoins.</remarks>
    /// <exception cref="InvalidOperationException">The handler does not implement <see cref="IHandleInfo{TMessage}"/> for <see cref="ChannelBroadcast"/>.</exception>
    public abstract IDisposable Subscribe(string topic);

    /// <summary>Takes the answer to the current message out of its method, to be given later. Generated code calls it.</summary>
    /// <param name="okInfo">How to write an ok reply.</param>
    /// <param name="errorInfo">How to write a refusal.</param>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <typeparam name="TError">The refusal's type.</typeparam>
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
