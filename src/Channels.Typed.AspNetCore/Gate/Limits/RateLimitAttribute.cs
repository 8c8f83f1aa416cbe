namespace Channels.Typed.AspNetCore;

/// <summary>
/// Limits how often clients may push. On a method it limits one event; on the class it limits all events of a channel together. A push that
/// exceeds the limit gets the error <c>{"reason":"rate_limited","retry_after_ms":250}</c>, and the handler is not called.
/// </summary>
/// <remarks>
/// <para>
/// A limit with numbers counts each channel, that is each topic on each connection, separately. To share a limit between channels or
/// connections, or to limit joins, name a policy of <see cref="ChannelsOptions.RateLimits"/>. Concurrency limits are useful only there,
/// because a channel handles one call at a time.
/// </para>
/// <para>
/// If there are several limits, all must permit a call. The limits of the class come first. A call that a later limit refuses still counts
/// for the earlier limits. If the contract declares no reply for the event, the push is dropped without a reply. The metric
/// <c>channels.server.rate_limited</c> counts refused calls.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RateLimitAttribute : Attribute
{
    private const double LongestSeconds = 31 * 24 * 3600;

    private readonly int _segments = 4;

    /// <summary>Initializes a limit for each channel.</summary>
    /// <param name="permits">How many calls are permitted in the period; all of them may come at once.</param>
    /// <param name="perSeconds">The period in seconds, up to 31 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RateLimitAttribute(int permits, double perSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        if (!(perSeconds is >= 0.001 and <= LongestSeconds))
        {
            throw new ArgumentOutOfRangeException(
                nameof(perSeconds), perSeconds, "The period of a rate limit must be from 0.001 seconds to 31 days.");
        }

        Permits = permits;
        PerSeconds = perSeconds;
    }

    /// <summary>Initializes a limit with a policy.</summary>
    /// <param name="policy">The policy's name in <see cref="ChannelsOptions.RateLimits"/>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public RateLimitAttribute(string policy)
    {
        ArgumentException.ThrowIfNullOrEmpty(policy);
        Policy = policy;
    }

    /// <summary>Gets how many calls are permitted in the period.</summary>
    /// <value>0 if the limit has a policy.</value>
    public int Permits { get; }

    /// <summary>Gets the period in seconds.</summary>
    /// <value>0 if the limit has a policy.</value>
    public double PerSeconds { get; }

    /// <summary>Gets the policy's name.</summary>
    /// <value><see langword="null"/> if the limit has numbers.</value>
    public string? Policy { get; }

    /// <summary>Gets how calls are counted. It has no effect on a policy.</summary>
    /// <value>The default is <see cref="RateLimitAlgorithm.TokenBucket"/>.</value>
    public RateLimitAlgorithm Algorithm { get; init; }

    /// <summary>Gets how many segments a sliding window has.</summary>
    /// <value>The default is 4.</value>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2.</exception>
    public int Segments
    {
        get => _segments;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2);
            _segments = value;
        }
    }
}
