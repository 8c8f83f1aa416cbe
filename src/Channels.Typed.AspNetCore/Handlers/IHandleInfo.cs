namespace Channels.Typed.AspNetCore;

/// <summary>
/// Implemented by a channel handler, typed or not, that gets messages from elsewhere on the server (Phoenix's <c>handle_info</c>): those of
/// <see cref="ChannelContext.Post"/> and <see cref="ChannelContext.PostAfter"/>, and, as <see cref="ChannelBroadcast"/>, those of
/// <see cref="ChannelContext.Subscribe"/>. A handler may implement it for several types.
/// </summary>
/// <typeparam name="TMessage">The message's type.</typeparam>
public interface IHandleInfo<in TMessage>
{
    /// <summary>Called with one message at a time, in turn with everything else that the channel handles.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancelled when the channel ends.</param>
    /// <returns>A task that completes when the message is handled. An exception ends the channel, as everywhere.</returns>
    ValueTask HandleInfoAsync(TMessage message, CancellationToken cancellationToken);
}
