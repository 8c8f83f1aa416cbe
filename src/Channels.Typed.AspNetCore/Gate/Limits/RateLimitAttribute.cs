namespace Channels.Typed.AspNetCore;

/// <summary>
/// Limits how often clients may push an event, on its method, or all events of a channel together, on its class. Beyond the limit the reply is
/// the error <c>{"reason":"rate_limited","retry_after_ms":250}</c>, and the handler is not called.
/// </summary>
/// <remarks>
/// <para>
/// With numbers the limit is one of each joined channel, that is of one topic on one connection. To share a limit between channels or
/// connections, or to limit joins, name a policy of <see cref="ChannelsOptions.RateLimits"/>; limits of concurrency make sense only there,
/// as a channel handles one call at a time anyway.
/// </para>
/// <para>
/// Several limits all have to permit a call; one that an earlier limit permitted and a later one did not still counts against the earlier. Those of
/// the class come first. Events that the contract declares without a reply are dropped without a word. What was refused is counted
/// (<c>channels.server.rate_limited</c>).
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RateLimitAttribute : Attribute
{
    private const double LongestSeconds = 31 * 24 * 3600;

    private readonly int _segments = 4;

    /// <summary>Initializes a limit of each joined channel.</summary>
    /// <param name="permits">How many calls there may be in the time; as many may come at once.</param>
    /// <param name="perSeconds">The time, up to 31 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RateLimitAttribute(int permits, double perSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        if (!(perSeconds is >= 0.001 and <= LongestSeconds))
        {
            throw new ArgumentOutOfRangeException(nameof(perSeconds), perSeconds, "The time of a rate limit is from a millisecond to 31 days.");
        }

        Permits = permits;
        PerSeconds = perSeconds;
    }

    /// <summary>Initializes a limit by a policy.</summary>
    /// <param name="policy">The policy's name in <see cref="ChannelsOptions.RateLimits"/>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public RateLimitAttribute(string policy)
    {
        ArgumentException.ThrowIfNullOrEmpty(policy);
        Policy = policy;
    }

    /// <summary>Gets how many calls there may be in the time.</summary>
    /// <value>0 if there is a policy.</value>
    public int Permits { get; }

    /// <summary>Gets the time in seconds.</summary>
    /// <value>0 if there is a policy.</value>
    public double PerSeconds { get; }

    /// <summary>Gets the policy's name.</summary>
    /// <value><see langword="null"/> if there are numbers.</value>
    public string? Policy { get; }

    /// <summary>Gets how calls are counted. A policy has its own way.</summary>
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
