namespace Channels.Typed.AspNetCore;

/// <summary>How calls are counted against a rate limit.</summary>
public enum RateLimitAlgorithm
{
    /// <summary>Permits come back evenly over the time: after a burst, one after another.</summary>
    TokenBucket,

    /// <summary>All permits come back when the time is over.</summary>
    FixedWindow,

    /// <summary>As a fixed window, but in segments, so that a burst at a window's end is not followed by one at the next one's beginning.</summary>
    SlidingWindow,
}
