using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore;

/// <summary>A joined channel, that is one topic on one connection, as its handler sees it (<c>Context</c> in the generated part of a handler).</summary>
/// <remarks>Safe for use from several threads.</remarks>
public abstract class ChannelContext : EventTarget
{
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

    /// <summary>Takes the answer to the current message out of its method, to be given later. Generated code calls it.</summary>
    /// <param name="okInfo">How to write an ok reply.</param>
    /// <param name="errorInfo">How to write a refusal.</param>
    /// <typeparam name="TOk">The ok reply's type.</typeparam>
    /// <typeparam name="TError">The refusal's type.</typeparam>
    /// <returns>The deferred reply, which the method returns.</returns>
    /// <exception cref="InvalidOperationException">No push is being handled.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract DeferredReply<TOk, TError> Defer<TOk, TError>(JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo);
}
