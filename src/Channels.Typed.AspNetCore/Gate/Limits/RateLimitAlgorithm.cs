namespace Channels.Typed.AspNetCore;

/// <summary>How a rate limit counts calls.</summary>
public enum RateLimitAlgorithm
{
    /// <summary>Permits are replenished evenly: after a burst, one after another.</summary>
    TokenBucket,

    /// <summary>All permits are replenished at the end of each period.</summary>
    FixedWindow,

    /// <summary>
    /// Like a fixed window, but divided into segments. It prevents a burst at the end of one window and another at the start of the next.
    /// </summary>
    SlidingWindow,
}
