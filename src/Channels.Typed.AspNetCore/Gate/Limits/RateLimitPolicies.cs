using System.Threading.RateLimiting;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// Rate limits by name, for <see cref="RateLimitAttribute"/>. Add them when the server is configured. A policy starts when a socket is
/// mapped that uses it.
/// </summary>
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

    /// <summary>
    /// Adds a policy with one limiter for each partition. A limiter is created when it is first needed, and disposed when it is idle.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="partition">
    /// Returns the partition of a call, for example <c>RateLimitPartition.GetTokenBucketLimiter(request.Socket, …)</c>. It runs for each
    /// call, on several threads.
    /// </param>
    /// <typeparam name="TKey">The partition's key.</typeparam>
    /// <returns>These policies.</returns>
    /// <exception cref="ArgumentException">A policy with that name exists already.</exception>
    public RateLimitPolicies Add<TKey>(string name, Func<ChannelRequest, RateLimitPartition<TKey>> partition)
        where TKey : notnull
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(partition);
        _policies.Add(name, () =>
        {
            PartitionedRateLimiter<ChannelRequest> created = PartitionedRateLimiter.Create(partition);
            _owned.Add(created); // Find runs this, under the lock.
            return created;
        });
        return this;
    }

    /// <summary>Adds a policy that uses an existing limiter.</summary>
    /// <param name="name">The name.</param>
    /// <param name="limiter">The limiter. The caller must dispose it, after the server has stopped.</param>
    /// <returns>These policies.</returns>
    /// <exception cref="ArgumentException">A policy with that name exists already.</exception>
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
            if (!_started.TryGetValue(name, out PartitionedRateLimiter<ChannelRequest>? limiter)
                && _policies.TryGetValue(name, out Func<PartitionedRateLimiter<ChannelRequest>>? start))
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
