using System.Diagnostics.CodeAnalysis;
using Channels.Typed.AspNetCore.Handshake;
using Channels.Typed.CompilerServices;
using Channels.Typed.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore;

/// <summary>Takes the channels that a socket serves.</summary>
public sealed class SocketBuilder
{
    internal SocketBuilder()
    {
    }

    internal List<ChannelRegistration> Channels { get; } = [];

    /// <summary>Adds a channel. The first channel whose topic pattern matches serves a topic, so the order counts.</summary>
    /// <typeparam name="THandler">A class with <see cref="ChannelHandlerAttribute"/>.</typeparam>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">Its topic pattern has been added before, or a payload of its contract has no JSON metadata.</exception>
    public SocketBuilder Add<THandler>()
        where THandler : IChannelHandler => Add(Describe<THandler>(), null);

    /// <summary>Adds a channel with rules besides those of its attributes. The first channel whose topic pattern matches serves a topic, so the order counts.</summary>
    /// <param name="configure">Says what its calls have to fulfil at this socket.</param>
    /// <typeparam name="THandler">A class with <see cref="ChannelHandlerAttribute"/>.</typeparam>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">Its topic pattern has been added before, or a payload of its contract has no JSON metadata.</exception>
    public SocketBuilder Add<THandler>(Action<ChannelRules> configure)
        where THandler : IChannelHandler
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(Describe<THandler>(), configure);
    }

    /// <summary>Adds a channel without a contract. The first channel whose topic pattern matches serves a topic, so the order counts.</summary>
    /// <param name="topicPattern">
    /// The topics, such as <c>room:{room}</c>: a last parameter takes the rest of the topic, so <c>{topic}</c> alone takes every topic.
    /// </param>
    /// <param name="intercepts">The events whose broadcasts go through <see cref="UntypedChannel.HandleOutAsync"/>.</param>
    /// <typeparam name="TChannel">The channel; its constructor's parameters come from the services, each instance from a scope of its own.</typeparam>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The topic pattern has been added before.</exception>
    /// <exception cref="TopicFormatException">The topic pattern is malformed.</exception>
    /// <exception cref="ArgumentException">An event cannot be named so.</exception>
    public SocketBuilder Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TChannel>(
        string topicPattern, params string[] intercepts)
        where TChannel : UntypedChannel => Add<TChannel>(topicPattern, null, intercepts);

    /// <summary>Adds a channel without a contract. The first channel whose topic pattern matches serves a topic, so the order counts.</summary>
    /// <param name="topicPattern">
    /// The topics, such as <c>room:{room}</c>: a last parameter takes the rest of the topic, so <c>{topic}</c> alone takes every topic.
    /// </param>
    /// <param name="configure">Says what its calls have to fulfil, besides the attributes of its class; <see langword="null"/> for nothing.</param>
    /// <param name="intercepts">The events whose broadcasts go through <see cref="UntypedChannel.HandleOutAsync"/>.</param>
    /// <typeparam name="TChannel">The channel; its constructor's parameters come from the services, each instance from a scope of its own.</typeparam>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The topic pattern has been added before.</exception>
    /// <exception cref="TopicFormatException">The topic pattern is malformed.</exception>
    /// <exception cref="ArgumentException">An event cannot be named so.</exception>
    public SocketBuilder Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TChannel>(
        string topicPattern, Action<ChannelRules>? configure, params string[] intercepts)
        where TChannel : UntypedChannel
    {
        ObjectFactory<TChannel> create = ActivatorUtilities.CreateFactory<TChannel>([]);
        bool needsServices = typeof(TChannel).GetConstructors().Any(static constructor => constructor.GetParameters().Length > 0);
        return Add(
            new HandlerDescriptor(
                typeof(TChannel).Name,
                TopicPattern.Parse(topicPattern),
                [.. intercepts.Select(static name => new EventName(name))],
                needsServices,
                services => create(services, null),
                rules: AddAttributes),
            configure);

        // Nothing is generated for such a channel, so its class is asked.
        static void AddAttributes(ChannelRules rules)
        {
            foreach (Attribute attribute in Attribute.GetCustomAttributes(typeof(TChannel), inherit: true))
            {
                rules.Add(attribute);
            }
        }
    }

    private SocketBuilder Add(HandlerDescriptor added, Action<ChannelRules>? configure)
    {
        foreach ((HandlerDescriptor handler, _) in Channels)
        {
            if (handler.Pattern.Pattern == added.Pattern.Pattern)
            {
                throw new InvalidOperationException($"'{added.Name}' and '{handler.Name}' both serve the topics '{added.Pattern}'. Only the first would ever be used; remove one.");
            }
        }

        var rules = new ChannelRules();
        added.Rules?.Invoke(rules);
        configure?.Invoke(rules);
        Channels.Add(new ChannelRegistration(added, rules));
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
