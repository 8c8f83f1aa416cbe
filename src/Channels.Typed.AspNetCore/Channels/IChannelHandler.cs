using System.ComponentModel;
using Channels.Typed.AspNetCore;

namespace Channels.Typed.CompilerServices;

/// <summary>
/// The dispatch that the generator adds to a class with <see cref="ChannelHandlerAttribute"/>. It finds the method of an event by the
/// event's name.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IChannelHandler
{
    /// <summary>Gets the description of the handler.</summary>
    // Virtual, because an interface with abstract static members cannot be a type argument. Generated code always overrides it.
    static virtual HandlerDescriptor Descriptor => throw new NotSupportedException("The handler was not generated.");

    /// <summary>Gives a new instance its channel. Called once, before all other members.</summary>
    /// <param name="context">The channel.</param>
    void Attach(ChannelContext context);

    /// <summary>Calls the join method.</summary>
    /// <param name="call">The join.</param>
    /// <returns>A task that completes when the join has been answered.</returns>
    ValueTask JoinAsync(InboundCall call);

    /// <summary>Calls the method of an event that the client pushed.</summary>
    /// <param name="call">The push.</param>
    /// <returns>A task that completes when the event has been handled.</returns>
    ValueTask HandleInAsync(InboundCall call);

    /// <summary>Calls the interceptor of a broadcast.</summary>
    /// <param name="call">The broadcast.</param>
    /// <returns>A task that completes when the event has been handled.</returns>
    ValueTask HandleOutAsync(OutboundCall call);
}
