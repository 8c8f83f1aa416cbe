using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.AspNetCore;

/// <summary>A reply to a push that is sent after the method has returned. Meanwhile the channel handles other messages.</summary>
/// <remarks>
/// A method of a handler creates it with the generated <c>Defer…</c> method and returns it. Safe for use from several threads, also after
/// the channel has ended. Send it once: without a reply, the client waits until its timeout.
/// </remarks>
/// <typeparam name="TOk">The ok reply's type.</typeparam>
/// <typeparam name="TError">The error reply's type.</typeparam>
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

    /// <summary>Converts to the value that the method returns instead of a reply.</summary>
    /// <param name="deferred">The deferred reply.</param>
    public static implicit operator Reply<TOk, TError>(DeferredReply<TOk, TError> deferred) => Reply<TOk, TError>.Deferred;

    /// <summary>Sends the reply.</summary>
    /// <param name="reply">The outcome.</param>
    /// <exception cref="InvalidOperationException">The reply has already been sent.</exception>
    public void Send(Reply<TOk, TError> reply)
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0)
        {
            throw new InvalidOperationException("The deferred reply has already been sent. A client reads only the first reply to a push.");
        }

        _channel.SendDeferred(_ref, reply, _okInfo, _errorInfo);
    }
}
