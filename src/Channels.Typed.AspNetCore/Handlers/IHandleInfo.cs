namespace Channels.Typed.AspNetCore;

/// <summary>
/// Implemented by a channel handler, typed or untyped, that handles messages from other code on the server (Phoenix's <c>handle_info</c>):
/// messages of <see cref="ChannelContext.Post"/> and <see cref="ChannelContext.PostAfter"/>, and a <see cref="ChannelBroadcast"/> for each
/// broadcast of <see cref="ChannelContext.Subscribe"/>. A handler may implement it for several types.
/// </summary>
/// <typeparam name="TMessage">The message's type.</typeparam>
public interface IHandleInfo<in TMessage>
{
    /// <summary>Called with one message at a time. No other method of the handler runs at the same time.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Canceled when the channel ends.</param>
    /// <returns>A task that completes when the message has been handled. An exception crashes the channel.</returns>
    ValueTask HandleInfoAsync(TMessage message, CancellationToken cancellationToken);
}
