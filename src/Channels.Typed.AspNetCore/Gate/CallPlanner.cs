using System.Text;
using Channels.Typed.AspNetCore.Gate.Filters;
using Channels.Typed.AspNetCore.Observability;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Gate;

/// <summary>Creates the plan of one channel from its rules. Used once, when the socket is mapped.</summary>
internal sealed class CallPlanner(
    HandlerTags handler, ChannelRules rules, RateLimitPolicies policies, IServiceProvider services, ILogger logger)
{
    private int _limiters;

    /// <summary>Creates the plan.</summary>
    /// <param name="outer">The filters of the server and the mount.</param>
    /// <returns>The plan; null if there are no checks and no filters.</returns>
    /// <exception cref="InvalidOperationException">A policy does not exist, or authorization is not added to the services.</exception>
    public CallPlan? Plan(IEnumerable<FilterFactory> outer)
    {
        FilterFactory[] filters = [.. outer, .. rules.Filters.Factories];
        CallLimit[] shared = LimitsOf(rules, "");
        string[] names = [.. rules.Events.Keys.Where(static name => name != ChannelRequest.JoinEvent)];
        CallRule[] events = [.. names.Select((name, index) => RuleOf(name, index, shared))];
        CallRules? joinRules = rules.Events.GetValueOrDefault(ChannelRequest.JoinEvent);
        var join = new CallRule(
            ChannelRequest.JoinEvent,
            Encoding.UTF8.GetBytes(ChannelRequest.JoinEvent),
            handler.Join,
            events.Length,
            PolicyOf(ChannelRequest.JoinEvent, joinRules is null ? [rules] : [rules, joinRules]),
            joinRules is null ? [] : LimitsOf(joinRules, ChannelRequest.JoinEvent),
            HasReply: true);
        var others = new CallRule(null, [], null, events.Length + 1, null, shared, HasReply: true);
        bool isEmpty = filters.Length == 0
            && events.Append(join).Append(others).All(static rule => rule.Authorization is null && rule.Limits.Length == 0);
        return isEmpty ? null : new CallPlan(join, events, others, _limiters, filters);
    }

    private CallRule RuleOf(string eventName, int index, CallLimit[] shared)
    {
        CallRules own = rules.Events[eventName];
        byte[] utf8 = Encoding.UTF8.GetBytes(eventName);
        return new CallRule(
            eventName,
            utf8,
            handler.Find(utf8),
            index,
            PolicyOf(eventName, [own]),
            [.. shared, .. LimitsOf(own, eventName)],
            own.HaveReply);
    }

    private CallLimit[] LimitsOf(CallRules from, string eventName) => [.. from.RateLimits.Select(limit => limit.Policy is { } name
        ? new CallLimit(limit, 0, policies.Find(name) ?? throw new InvalidOperationException(
            $"{Name(eventName)} has a rate limit '{name}', which does not exist. "
            + $"Add it with AddChannels(options => options.RateLimits.Add(\"{name}\", …))."))
        : new CallLimit(limit, _limiters++, null))];

    // The policies are combined once, here: a policy provider may look them up in a database.
    private AuthorizationPolicy? PolicyOf(string eventName, CallRules[] combined)
    {
        if (!Array.Exists(combined, static rule => rule.NeedAuthorization))
        {
            return null;
        }

        if (services.GetService<IAuthorizationPolicyProvider>() is not { } provider)
        {
            throw new InvalidOperationException(
                $"{Name(eventName)} needs authorization, which is not among the services. Call builder.Services.AddAuthorization().");
        }

        try
        {
            IAuthorizeData[] data = [.. combined.SelectMany(static rule => rule.AuthorizeData)];
            if (Array.Exists(data, static one => !string.IsNullOrEmpty(one.AuthenticationSchemes)))
            {
                throw new InvalidOperationException(
                    "authentication schemes can only be named where clients connect, with MapChannels(…).RequireAuthorization(…).");
            }

            AuthorizationPolicy? named = AuthorizationPolicy.CombineAsync(provider, data).GetAwaiter().GetResult();
            if (named?.AuthenticationSchemes.Count > 0)
            {
                Log.PolicySchemesIgnored(logger, handler.Name);
            }

            var policy = new AuthorizationPolicyBuilder();
            if (named is not null)
            {
                policy.Combine(named);
            }

            policy.AddRequirements([
                .. combined.SelectMany(static rule => rule.Requirements).SelectMany(static one => one.GetRequirements()),
            ]);
            return policy.Build();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"{Name(eventName)} cannot be authorized: {e.Message}", e);
        }
    }

    private string Name(string eventName) => eventName.Length == 0 ? $"'{handler.Name}'" : $"'{eventName}' of '{handler.Name}'";
}
