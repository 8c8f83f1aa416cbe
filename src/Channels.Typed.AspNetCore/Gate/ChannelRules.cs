using System.ComponentModel;
using Microsoft.AspNetCore.Authorization;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// What has to be fulfilled by the calls of a channel, where attributes cannot say it: authorization of the join, a rate limit of all its events
/// together, and by <see cref="On"/> those of one event. For use while sockets are mapped only.
/// </summary>
public sealed class ChannelRules : CallRules
{
    private readonly Dictionary<string, CallRules> _events = new(StringComparer.Ordinal);

    internal ChannelRules()
    {
    }

    /// <summary>Gets the channel's filters, which run inside those of the server and the mount.</summary>
    public ChannelFilterCollection Filters { get; } = new();

    internal IReadOnlyDictionary<string, CallRules> Events => _events;

    /// <summary>Gets the rules of one event, which count besides those of the channel.</summary>
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

    /// <summary>Does what an attribute of the handler says. Generated code calls it.</summary>
    /// <param name="attribute">An attribute of authorization, a rate limit or a filter.</param>
    /// <param name="eventName">The event on whose method it is, <c>phx_join</c> for the join; <see langword="null"/> if it is on the class.</param>
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
