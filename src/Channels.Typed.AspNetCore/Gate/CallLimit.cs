using System.Threading.RateLimiting;

namespace Channels.Typed.AspNetCore.Gate;

/// <summary>One rate limit of a channel or an event. Immutable.</summary>
/// <param name="Numbers">The limit, with its numbers if it has no policy.</param>
/// <param name="Slot">The index of the limiter in each channel.</param>
/// <param name="Policy">The policy; null if the limit has numbers.</param>
internal sealed record CallLimit(RateLimitAttribute Numbers, int Slot, PartitionedRateLimiter<ChannelRequest>? Policy)
{
    /// <summary>Creates the limiter of one channel. It has no timer: the gate calls <c>TryReplenish</c> before each acquisition.</summary>
    public ReplenishingRateLimiter Create()
    {
        var time = TimeSpan.FromSeconds(Numbers.PerSeconds);
        return Numbers.Algorithm switch
        {
            RateLimitAlgorithm.FixedWindow => new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions
            {
                PermitLimit = Numbers.Permits,
                Window = time,
                AutoReplenishment = false,
            }),
            RateLimitAlgorithm.SlidingWindow => new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
            {
                PermitLimit = Numbers.Permits,
                Window = time,
                SegmentsPerWindow = Numbers.Segments,
                AutoReplenishment = false,
            }),
            _ => new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
            {
                TokenLimit = Numbers.Permits,
                TokensPerPeriod = Numbers.Permits,
                ReplenishmentPeriod = time,
                AutoReplenishment = false,
            }),
        };
    }
}
