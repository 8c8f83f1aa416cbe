using Channels.Typed.AspNetCore.Gate.Filters;

namespace Channels.Typed.AspNetCore.Gate;

/// <summary>
/// What stands before the handler of one channel at one mount: rate limits, authorization, filters, in this order. Worked out when the socket is
/// mapped, so that a mistake stops the server and not a client. Immutable; channels without any of it have no plan, and pay nothing.
/// </summary>
internal sealed class CallPlan(CallRule join, CallRule[] events, CallRule otherEvents, int limiterCount, FilterFactory[] filters)
{
    public CallRule Join => join;

    /// <summary>Gets how many limiters each channel has.</summary>
    public int LimiterCount => limiterCount;

    public int RuleCount => events.Length + 2;

    public FilterFactory[] Filters => filters;

    /// <summary>Gets a value indicating whether the channel needs services of its own.</summary>
    public bool NeedsServices { get; } = filters.Length > 0 || join.Authorization is not null || events.Any(static rule => rule.Authorization is not null);

    public CallRule Find(ReadOnlySpan<byte> eventName)
    {
        foreach (CallRule rule in events)
        {
            if (eventName.SequenceEqual(rule.EventUtf8))
            {
                return rule;
            }
        }

        return otherEvents;
    }

    public CallGate Open(IGatedChannel channel, IServiceProvider services) => new(channel, this, services);
}
