
namespace Channels.Typed.AspNetCore;

/// <summary>
/// A reply of an <see cref="UntypedChannel"/> that is sent after the method has returned. Meanwhile the channel handles other messages.
/// </summary>
/// <remarks>
/// Safe for use from several threads, also after the channel has ended. Send it once: without a reply, the client waits until its timeout.
/// </remarks>
public sealed class DeferredReply
{
    private readonly ChannelContext _channel;
    private readonly byte[] _ref;
    private int _answered;

    internal DeferredReply(ChannelContext channel, byte[] reference)
    {
        _channel = channel;
        _ref = reference;
    }

    /// <summary>Sends the reply.</summary>
    /// <param name="reply">The status and the response.</param>
    /// <exception cref="ArgumentException">The reply has no status, because it is <see cref="ChannelReply.None"/> or deferred.</exception>
    /// <exception cref="InvalidOperationException">
    /// The reply has already been sent, or the response is bytes and the client's version or transport cannot carry bytes.
    /// </exception>
    public void Send(ChannelReply reply)
    {
        if (reply.Kind != ChannelReplyKind.Reply)
        {
            throw new ArgumentException(
                "A deferred reply needs a status and a response. Use ChannelReply.Ok, Error or WithStatus.", nameof(reply));
        }

        if (Interlocked.Exchange(ref _answered, 1) != 0)
        {
            throw new InvalidOperationException("The deferred reply has already been sent. A client reads only the first reply to a push.");
        }

        _channel.SendDeferred(_ref, reply);
    }
}
