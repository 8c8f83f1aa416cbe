using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.AspNetCore;

/// <summary>The answer to a push, given after its method has returned, so that the channel handles other messages meanwhile.</summary>
/// <remarks>
/// A handler's method takes one with the generated <c>Defer…</c> method and returns it. Safe for use from several threads; it may be
/// answered even after the channel has ended. It should be answered: the client waits until its timeout.
/// </remarks>
/// <typeparam name="TOk">The ok reply's type.</typeparam>
/// <typeparam name="TError">The refusal's type.</typeparam>
public sealed class DeferredReply<TOk, TError>
{
    private readonly ChannelContext _channel;
    private readonly byte[] _ref;
    private readonly JsonTypeInfo<TOk> _okInfo;
    private readonly JsonTypeInfo<TError> _errorInfo;
    private int _answered;

    internal DeferredReply(ChannelContext channel, byte[] reference, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo)
    {
        _channel = channel;
        _ref = reference;
        _okInfo = okInfo;
        _errorInfo = errorInfo;
    }

    /// <summary>What the method returns in place of an answer.</summary>
    /// <param name="deferred">The deferred reply.</param>
    public static implicit operator Reply<TOk, TError>(DeferredReply<TOk, TError> deferred) => Reply<TOk, TError>.Deferred;

    /// <summary>Sends the answer.</summary>
    /// <param name="reply">The answer.</param>
    /// <exception cref="InvalidOperationException">It has been answered already.</exception>
    public void Send(Reply<TOk, TError> reply)
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0)
        {
            throw new InvalidOperationException("The deferred reply has been answered already. A client reads only the first answer to a push.");
        }

        _channel.SendDeferred(_ref, reply, _okInfo, _errorInfo);
    }
}
