using System.Threading.RateLimiting;

namespace Channels.Typed.AspNetCore;

/// <summary>Rate limits by name, for <see cref="RateLimitAttribute"/>. Filled when the server is set up; each begins when a socket whose channels name it is mapped.</summary>
public sealed class RateLimitPolicies
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Func<PartitionedRateLimiter<ChannelRequest>>> _policies = new(StringComparer.Ordinal);

    // Guarded by _lock.
    private readonly Dictionary<string, PartitionedRateLimiter<ChannelRequest>> _started = new(StringComparer.Ordinal);
    private readonly List<PartitionedRateLimiter<ChannelRequest>> _owned = [];

    internal RateLimitPolicies()
    {
    }

    /// <summary>Adds a policy that has a limiter for each of its partitions, made when it is first needed and disposed of when it is not any more.</summary>
    /// <param name="name">The name.</param>
    /// <param name="partition">
    /// Tells which limiter counts a call, as in <c>RateLimitPartition.GetTokenBucketLimiter(request.Socket, …)</c>. Called for each call, on several threads.
    /// </param>
    /// <typeparam name="TKey">The partition's key.</typeparam>
    /// <returns>These policies.</returns>
    /// <exception cref="ArgumentException">There is a policy of that name.</exception>
    public RateLimitPolicies Add<TKey>(string name, Func<ChannelRequest, RateLimitPartition<TKey>> partition)
        where TKey : notnull
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(partition);
        _policies.Add(name, () =>
        {
            PartitionedRateLimiter<ChannelRequest> created = PartitionedRateLimiter.Create(partition);
            _owned.Add(created); // Within Find, and so within the lock.
            return created;
        });
        return this;
    }

    /// <summary>Adds a policy that is a limiter of your own.</summary>
    /// <param name="name">The name.</param>
    /// <param name="limiter">The limiter. The caller disposes of it, after the server.</param>
    /// <returns>These policies.</returns>
    /// <exception cref="ArgumentException">There is a policy of that name.</exception>
    public RateLimitPolicies Add(string name, PartitionedRateLimiter<ChannelRequest> limiter)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(limiter);
        _policies.Add(name, () => limiter);
        return this;
    }

    internal PartitionedRateLimiter<ChannelRequest>? Find(string name)
    {
        lock (_lock)
        {
            if (!_started.TryGetValue(name, out PartitionedRateLimiter<ChannelRequest>? limiter) && _policies.TryGetValue(name, out Func<PartitionedRateLimiter<ChannelRequest>>? start))
            {
                _started.Add(name, limiter = start());
            }

            return limiter;
        }
    }

    internal void End()
    {
        lock (_lock)
        {
            _owned.ForEach(limiter => limiter.Dispose());
        }
    }
}
