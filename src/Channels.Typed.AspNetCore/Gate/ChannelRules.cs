using System.ComponentModel;
using Microsoft.AspNetCore.Authorization;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// The rules of one channel, where attributes are not enough: authorization of the join, a rate limit of all events together, and with
/// <see cref="On"/> the rules of one event. Must not be used after the sockets are mapped.
/// </summary>
public sealed class ChannelRules : CallRules
{
    private readonly Dictionary<string, CallRules> _events = new(StringComparer.Ordinal);

    internal ChannelRules()
    {
    }

    /// <summary>Gets the filters of the channel. They run after the filters of the server and of the mount.</summary>
    public ChannelFilterCollection Filters { get; } = new();

    internal IReadOnlyDictionary<string, CallRules> Events => _events;

    /// <summary>Gets the rules of one event. They apply in addition to the rules of the channel.</summary>
    /// <param name="eventName">The event's name on the wire; <c>phx_join</c> is the join.</param>
    /// <returns>The rules.</returns>
    public CallRules On(string eventName)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        if (!_events.TryGetValue(eventName, out CallRules? rules))
        {
            _events.Add(eventName, rules = Create());
        }

        return rules;
    }

    /// <summary>Adds the rule of an attribute of the handler. Generated code calls it.</summary>
    /// <param name="attribute">An authorization attribute, a rate limit or a filter.</param>
    /// <param name="eventName">
    /// The event whose method has the attribute, <c>phx_join</c> for the join; <see langword="null"/> if the class has it.
    /// </param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Add(Attribute attribute, string? eventName = null)
    {
        CallRules rules = eventName is null ? this : On(eventName);
        if (attribute is IAuthorizeData data)
        {
            rules.AuthorizeData.Add(data);
        }

        if (attribute is IAuthorizationRequirementData requirements)
        {
            rules.Requirements.Add(requirements);
        }

        switch (attribute)
        {
            case RateLimitAttribute limit:
                rules.RateLimits.Add(limit);
                break;
            case ChannelFilterAttribute filter:
                filter.AddTo(Filters);
                break;
            default:
                break;
        }
    }
}
