using System.Diagnostics.CodeAnalysis;
using Channels.Typed.AspNetCore.Handshake;
using Channels.Typed.CompilerServices;
using Channels.Typed.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore;

/// <summary>Collects the channels that a socket serves. Used in <see cref="IUserSocket.Configure"/> and <c>MapChannels</c>.</summary>
public sealed class SocketBuilder
{
    internal SocketBuilder()
    {
    }

    internal List<ChannelRegistration> Channels { get; } = [];

    /// <summary>Adds a channel. The first channel whose topic pattern matches serves a topic, so the order matters.</summary>
    /// <typeparam name="THandler">A class with <see cref="ChannelHandlerAttribute"/>.</typeparam>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">
    /// The topic pattern was added before, or a payload of the contract has no JSON metadata.
    /// </exception>
    public SocketBuilder Add<THandler>()
        where THandler : IChannelHandler => Add(Describe<THandler>(), null);

    /// <summary>
    /// Adds a channel with rules for its calls. The first channel whose topic pattern matches serves a topic, so the order matters.
    /// </summary>
    /// <param name="configure">Adds rules that apply at this socket, in addition to the attributes of the handler.</param>
    /// <typeparam name="THandler">A class with <see cref="ChannelHandlerAttribute"/>.</typeparam>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">
    /// The topic pattern was added before, or a payload of the contract has no JSON metadata.
    /// </exception>
    public SocketBuilder Add<THandler>(Action<ChannelRules> configure)
        where THandler : IChannelHandler
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(Describe<THandler>(), configure);
    }

    /// <summary>
    /// Adds a channel without a contract. The first channel whose topic pattern matches serves a topic, so the order matters.
    /// </summary>
    /// <param name="topicPattern">
    /// The topic pattern, such as <c>room:{room}</c>. A parameter at its end matches the rest of the topic, so <c>{topic}</c> matches
    /// every topic.
    /// </param>
    /// <param name="intercepts">The events whose broadcasts go through <see cref="UntypedChannel.HandleOutAsync"/>.</param>
    /// <typeparam name="TChannel">
    /// The channel. The server creates an instance for each join, with constructor parameters from a new service scope.
    /// </typeparam>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The topic pattern was added before.</exception>
    /// <exception cref="TopicFormatException">The topic pattern is malformed.</exception>
    /// <exception cref="ArgumentException">The name of an event is not valid.</exception>
    public SocketBuilder Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TChannel>(
        string topicPattern, params string[] intercepts)
        where TChannel : UntypedChannel => Add<TChannel>(topicPattern, null, intercepts);

    /// <summary>
    /// Adds a channel without a contract, with rules for its calls. The first channel whose topic pattern matches serves a topic, so the
    /// order matters.
    /// </summary>
    /// <param name="topicPattern">
    /// The topic pattern, such as <c>room:{room}</c>. A parameter at its end matches the rest of the topic, so <c>{topic}</c> matches
    /// every topic.
    /// </param>
    /// <param name="configure">
    /// Adds rules that apply at this socket, in addition to the attributes of the class; <see langword="null"/> for none.
    /// </param>
    /// <param name="intercepts">The events whose broadcasts go through <see cref="UntypedChannel.HandleOutAsync"/>.</param>
    /// <typeparam name="TChannel">
    /// The channel. The server creates an instance for each join, with constructor parameters from a new service scope.
    /// </typeparam>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The topic pattern was added before.</exception>
    /// <exception cref="TopicFormatException">The topic pattern is malformed.</exception>
    /// <exception cref="ArgumentException">The name of an event is not valid.</exception>
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

        // There is no generated code for an untyped channel, so its attributes are read by reflection.
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
                throw new InvalidOperationException(
                    $"'{added.Name}' and '{handler.Name}' have the same topic pattern '{added.Pattern}'. "
                    + "Only the first one would be used; remove one of them.");
            }
        }

        var rules = new ChannelRules();
        added.Rules?.Invoke(rules);
        configure?.Invoke(rules);
        Channels.Add(new ChannelRegistration(added, rules));
        return this;
    }

    // The descriptor is a static member of the handler, so its exceptions come wrapped. The message of the innermost one says how to fix
    // it.
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
