using System.Threading.RateLimiting;

namespace Channels.Typed.AspNetCore.Gate;

/// <summary>One rate limit, ready for use. Immutable.</summary>
/// <param name="Numbers">The limit of each channel, if there is no policy.</param>
/// <param name="Slot">Where each channel keeps its limiter.</param>
/// <param name="Policy">The policy, if there are no numbers.</param>
internal sealed record CallLimit(RateLimitAttribute Numbers, int Slot, PartitionedRateLimiter<ChannelRequest>? Policy)
{
    /// <summary>Makes the limiter of one channel. It has no timer: whoever asks it lets it replenish itself before.</summary>
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
