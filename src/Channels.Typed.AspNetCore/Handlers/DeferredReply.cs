
namespace Channels.Typed.AspNetCore;

/// <summary>The answer to a push of an <see cref="UntypedChannel"/>, given after its method has returned, so that the channel handles other messages meanwhile.</summary>
/// <remarks>Safe for use from several threads; it may be answered even after the channel has ended. It should be answered: the client waits until its timeout.</remarks>
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

    /// <summary>Sends the answer.</summary>
    /// <param name="reply">The answer: a status and a response.</param>
    /// <exception cref="ArgumentException">The reply is none, or deferred itself.</exception>
    /// <exception cref="InvalidOperationException">It has been answered already, or the response is bytes and the client speaks version 1.0.0.</exception>
    public void Send(ChannelReply reply)
    {
        if (reply.Kind != ChannelReplyKind.Reply)
        {
            throw new ArgumentException("A deferred reply needs a status and a response. Use ChannelReply.Ok, Error or WithStatus.", nameof(reply));
        }

        if (Interlocked.Exchange(ref _answered, 1) != 0)
        {
            throw new InvalidOperationException("The deferred reply has been answered already. A client reads only the first answer to a push.");
        }

        _channel.SendDeferred(_ref, reply);
    }
}
