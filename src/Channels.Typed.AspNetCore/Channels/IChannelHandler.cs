using System.ComponentModel;
using Channels.Typed.AspNetCore;

namespace Channels.Typed.CompilerServices;

/// <summary>What the generator makes of a class with <see cref="ChannelHandlerAttribute"/>: the way from an event's name to its method.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IChannelHandler
{
    /// <summary>Gets what the server knows of the handler before there is an instance.</summary>
    // Virtual and not abstract, as an interface with abstract static members could not be a type argument; generated code always has its own.
    static virtual HandlerDescriptor Descriptor => throw new NotSupportedException("The handler was not generated.");

    /// <summary>Ties a new instance to its channel; called once, before everything else.</summary>
    /// <param name="context">The channel.</param>
    void Attach(ChannelContext context);

    /// <summary>Calls the join method.</summary>
    /// <param name="call">The join.</param>
    /// <returns>A task that completes when the join is answered.</returns>
    ValueTask JoinAsync(InboundCall call);

    /// <summary>Calls the method of an event that the client pushed.</summary>
    /// <param name="call">The push.</param>
    /// <returns>A task that completes when the event is handled.</returns>
    ValueTask HandleInAsync(InboundCall call);

    /// <summary>Calls the interceptor of a broadcast.</summary>
    /// <param name="call">The broadcast.</param>
    /// <returns>A task that completes when the event is handled.</returns>
    ValueTask HandleOutAsync(OutboundCall call);
}
