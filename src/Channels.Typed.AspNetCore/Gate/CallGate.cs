using System.Text;
using System.Threading.RateLimiting;
using Channels.Typed.AspNetCore.Gate.Filters;
using Channels.Typed.AspNetCore.Observability;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Gate;

/// <summary>
/// The checks before the handler of one channel, with the limiters and filters of this channel. Only the owner of the channel's turn uses
/// it. A push that no check delays passes without a copy and without a task; filters get a copy of the payload.
/// </summary>
internal sealed class CallGate : IAsyncDisposable
{
    private readonly IGatedChannel _channel;
    private readonly CallPlan _plan;
    private readonly IServiceProvider _services;
    private readonly ChannelRequest?[] _requests;
    private readonly ReplenishingRateLimiter?[] _limiters;
    private readonly FilterChain? _filters;
    private IAuthorizationService? _authorization;

    public CallGate(IGatedChannel channel, CallPlan plan, IServiceProvider services)
    {
        _channel = channel;
        _plan = plan;
        _services = services;
        _requests = new ChannelRequest?[plan.RuleCount];
        _limiters = plan.LimiterCount == 0 ? [] : new ReplenishingRateLimiter?[plan.LimiterCount];
        _filters = plan.Filters.Length == 0 ? null : new FilterChain(plan.Filters, services);
    }

    public ValueTask PassJoinAsync(ReadOnlySpan<byte> payload, bool isBinary) =>
        CheckLimitsAsync(_plan.Join, _plan.Join.EventUtf8, payload, isBinary);

    public ValueTask PassPushAsync(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload, bool isBinary) =>
        CheckLimitsAsync(_plan.Find(eventName), eventName, payload, isBinary);

    public async ValueTask DisposeAsync()
    {
        foreach (ReplenishingRateLimiter? limiter in _limiters)
        {
            if (limiter is not null)
            {
                await limiter.DisposeAsync();
            }
        }

        if (_filters is not null)
        {
            await _filters.DisposeAsync();
        }
    }

    private ValueTask CheckLimitsAsync(CallRule rule, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload, bool isBinary)
    {
        ChannelRequest? request = rule.NeedsRequest ? RequestOf(rule, eventName) : null;
        RateLimitLease[] leases = rule.HasPolicies ? new RateLimitLease[rule.Limits.Length] : [];
        if (!TryAcquire(rule, eventName, request, leases))
        {
            return default;
        }

        if (leases.Length == 0)
        {
            return CheckAuthorizationAsync(rule, eventName, request, payload, isBinary);
        }

        ValueTask handling;
        try
        {
            handling = CheckAuthorizationAsync(rule, eventName, request, payload, isBinary);
        }
        catch (Exception e)
        {
            handling = ValueTask.FromException(e);
        }

        return ReleaseAsync(handling, leases);
    }

    /// <summary>Acquires all rate limits. If one refuses, the reply is sent and the leases are released.</summary>
    private bool TryAcquire(CallRule rule, ReadOnlySpan<byte> eventName, ChannelRequest? request, RateLimitLease[] leases)
    {
        for (int i = 0; i < rule.Limits.Length; i++)
        {
            CallLimit limit = rule.Limits[i];
            RateLimitLease lease = limit.Policy is { } policy
                ? policy.AttemptAcquire(request!) // A rule with policies has the request.
                : Acquire(limit);
            if (lease.IsAcquired)
            {
                if (leases.Length > 0)
                {
                    leases[i] = lease;
                }

                continue;
            }

            TimeSpan? retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan time) ? time : null;
            lease.Dispose();
            Release(leases);
            _channel.RefuseRateLimited(rule.Tag, eventName, rule.HasReply, retryAfter);
            return false;
        }

        return true;
    }

    private RateLimitLease Acquire(CallLimit limit)
    {
        ReplenishingRateLimiter limiter = _limiters[limit.Slot] ??= limit.Create();
        limiter.TryReplenish();
        return limiter.AttemptAcquire();
    }

    private ValueTask CheckAuthorizationAsync(
        CallRule rule, ReadOnlySpan<byte> eventName, ChannelRequest? request, ReadOnlySpan<byte> payload, bool isBinary)
    {
        if (rule.Authorization is not { } policy)
        {
            return CallFilters(rule, eventName, payload, isBinary);
        }

        _authorization ??= _services.GetRequiredService<IAuthorizationService>();
        Task<AuthorizationResult> authorizing =
            _authorization.AuthorizeAsync(request!.User, request, policy); // A rule with authorization has the request.
        if (!authorizing.IsCompletedSuccessfully)
        {
            return AwaitAuthorizationAsync(authorizing, rule, payload.ToArray(), isBinary);
        }

        if (authorizing.Result.Succeeded)
        {
            return CallFilters(rule, eventName, payload, isBinary);
        }

        _channel.RefuseUnauthorized();
        return default;
    }

    // Only events with their own rule are authorized, so rule.EventUtf8 is set.
    private async ValueTask AwaitAuthorizationAsync(Task<AuthorizationResult> authorizing, CallRule rule, byte[] payload, bool isBinary)
    {
        AuthorizationResult result = await authorizing;
        if (result.Succeeded)
        {
            await CallFilters(rule, rule.EventUtf8, payload, isBinary);
        }
        else
        {
            _channel.RefuseUnauthorized();
        }
    }

    private ValueTask CallFilters(CallRule rule, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload, bool isBinary)
    {
        if (_filters is null)
        {
            return _channel.CallHandler(ReferenceEquals(rule, _plan.Join), eventName, payload, isBinary);
        }

        // It counts as refused unless a filter calls the handler.
        _channel.Outcome = Outcome.Refused;
        byte[] copy = payload.ToArray();
        return _filters.InvokeAsync(new ChannelCall(
            _channel,
            rule.Event ?? Encoding.UTF8.GetString(eventName),
            rule.Event is null ? eventName.ToArray() : rule.EventUtf8,
            isBinary ? ChannelPayload.FromBytes(copy) : ChannelPayload.FromUncheckedJson(copy),
            _services));
    }

    private ChannelRequest RequestOf(CallRule rule, ReadOnlySpan<byte> eventName) => rule.Event is { } known
        ? _requests[rule.Index] ??= new ChannelRequest(_channel, known)
        : new ChannelRequest(_channel, Encoding.UTF8.GetString(eventName));

    private static async ValueTask ReleaseAsync(ValueTask handling, RateLimitLease[] leases)
    {
        try
        {
            await handling;
        }
        finally
        {
            Release(leases);
        }
    }

    private static void Release(RateLimitLease?[] leases)
    {
        foreach (RateLimitLease? lease in leases)
        {
            lease?.Dispose();
        }
    }
}
