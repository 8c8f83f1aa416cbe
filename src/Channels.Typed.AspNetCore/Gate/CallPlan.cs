using Channels.Typed.AspNetCore.Gate.Filters;

namespace Channels.Typed.AspNetCore.Gate;

/// <summary>
/// The checks before the handler of one channel at one mount: rate limits, authorization and filters, in this order. Created when the
/// socket is mapped, so a mistake stops the server at start. Channels without any check have no plan, and no cost. Immutable.
/// </summary>
internal sealed class CallPlan(CallRule join, CallRule[] events, CallRule otherEvents, int limiterCount, FilterFactory[] filters)
{
    public CallRule Join => join;

    /// <summary>Gets the number of limiters of each channel.</summary>
    public int LimiterCount => limiterCount;

    public int RuleCount => events.Length + 2;

    public FilterFactory[] Filters => filters;

    /// <summary>Gets a value indicating whether each channel needs its own scope of services.</summary>
    public bool NeedsServices { get; } =
        filters.Length > 0 || join.Authorization is not null || events.Any(static rule => rule.Authorization is not null);

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
