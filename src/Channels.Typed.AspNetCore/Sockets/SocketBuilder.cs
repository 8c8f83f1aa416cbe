using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore;

/// <summary>Takes the channels that a socket serves.</summary>
public sealed class SocketBuilder
{
    internal SocketBuilder()
    {
    }

    internal List<HandlerDescriptor> Handlers { get; } = [];

    /// <summary>Adds a channel. The first channel whose topic pattern matches serves a topic, so the order counts.</summary>
    /// <typeparam name="THandler">A class with <see cref="ChannelHandlerAttribute"/>.</typeparam>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">Its topic pattern has been added before, or a payload of its contract has no JSON metadata.</exception>
    public SocketBuilder Add<THandler>()
        where THandler : IChannelHandler
    {
        HandlerDescriptor added = Describe<THandler>();
        foreach (HandlerDescriptor handler in Handlers)
        {
            if (handler.Pattern.Pattern == added.Pattern.Pattern)
            {
                throw new InvalidOperationException($"'{added.Name}' and '{handler.Name}' both serve the topics '{added.Pattern}'. Only the first would ever be used; remove one.");
            }
        }

        Handlers.Add(added);
        return this;
    }
    // The descriptor is a static of the handler, so what is wrong with it comes wrapped; the message inside says what to do.
    private static HandlerDescriptor Describe<THandler>()
        where THandler : IChannelHandler
    {
        try
        {
            return THandler.Descriptor;
        }
        catch (TypeInitializationException e)
        {
            Exception cause = e;
            while (cause is TypeInitializationException { InnerException: { } inner })
            {
                cause = inner;
            }

            throw new InvalidOperationException($"The channel handler '{typeof(THandler)}' cannot be used: {cause.Message}", e);
        }
    }
}
