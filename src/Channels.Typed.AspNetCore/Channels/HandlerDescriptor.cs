using System.ComponentModel;
using Channels.Typed.AspNetCore;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.Topics;

namespace Channels.Typed.CompilerServices;

/// <summary>What the server knows of a channel handler before there is an instance. Immutable.</summary>
/// <param name="name">The handler's name, for logs.</param>
/// <param name="pattern">The topics it serves.</param>
/// <param name="intercepts">The events that it intercepts.</param>
/// <param name="needsServices">Whether its constructor takes services, so that each instance needs a scope.</param>
/// <param name="create">Makes an instance.</param>
/// <param name="events">The events that clients may push, for metrics and spans; without them all are named alike.</param>
/// <param name="rules">What the attributes of the handler ask of its calls, if they ask anything.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HandlerDescriptor(
    string name,
    TopicPattern pattern,
    EventName[] intercepts,
    bool needsServices,
    Func<IServiceProvider, IChannelHandler> create,
    EventName[]? events = null,
    Action<ChannelRules>? rules = null)
{
    /// <summary>Gets the handler's name, for logs.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the topics that the handler serves.</summary>
    public TopicPattern Pattern { get; } = pattern;

    /// <summary>Gets a value indicating whether the constructor takes services, so that each instance needs a scope.</summary>
    public bool NeedsServices { get; } = needsServices;

    /// <summary>Gets what the attributes of the handler ask of its calls.</summary>
    internal Action<ChannelRules>? Rules { get; } = rules;

    /// <summary>Gets the names for metrics and spans.</summary>
    internal HandlerTags Tags { get; } = new(name, pattern.Pattern, events ?? []);

    /// <summary>Makes an instance.</summary>
    /// <param name="services">The channel's own scope, or the application's services if <see cref="NeedsServices"/> is false.</param>
    /// <returns>The instance.</returns>
    public IChannelHandler Create(IServiceProvider services) => create(services);

    /// <summary>Tells whether broadcasts of an event go through the handler.</summary>
    /// <param name="eventName">The event's name, UTF-8.</param>
    /// <returns>Whether the handler intercepts it.</returns>
    internal bool Intercepts(ReadOnlySpan<byte> eventName)
    {
        foreach (EventName intercepted in intercepts)
        {
            if (intercepted.Utf8.SequenceEqual(eventName))
            {
                return true;
            }
        }

        return false;
    }
}
