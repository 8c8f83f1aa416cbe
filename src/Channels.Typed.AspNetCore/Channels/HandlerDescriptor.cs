using System.ComponentModel;
using Channels.Typed.AspNetCore;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.Topics;

namespace Channels.Typed.CompilerServices;

/// <summary>Describes a channel handler to the server, before an instance exists. Immutable.</summary>
/// <param name="name">The name of the handler in log entries.</param>
/// <param name="pattern">The topics that the handler serves.</param>
/// <param name="intercepts">The events that the handler intercepts.</param>
/// <param name="needsServices">Whether the constructor takes services, so that each instance needs a scope.</param>
/// <param name="create">Creates an instance.</param>
/// <param name="events">The events that clients may push, for metrics and spans. Other events are named <c>_OTHER</c>.</param>
/// <param name="rules">Adds the rules that the attributes of the handler declare; null if there are none.</param>
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
    /// <summary>Gets the name of the handler in log entries.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the topics that the handler serves.</summary>
    public TopicPattern Pattern { get; } = pattern;

    /// <summary>Gets a value indicating whether the constructor takes services, so that each instance needs a scope.</summary>
    public bool NeedsServices { get; } = needsServices;

    /// <summary>Gets the function that adds the rules that the attributes of the handler declare.</summary>
    internal Action<ChannelRules>? Rules { get; } = rules;

    /// <summary>Gets the names for metrics and spans.</summary>
    internal HandlerTags Tags { get; } = new(name, pattern.Pattern, events ?? []);

    /// <summary>Creates an instance.</summary>
    /// <param name="services">The scope of the channel, or the services of the application if <see cref="NeedsServices"/> is false.</param>
    /// <returns>The instance.</returns>
    public IChannelHandler Create(IServiceProvider services) => create(services);

    /// <summary>Returns whether the handler intercepts broadcasts of an event.</summary>
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
