using Microsoft.AspNetCore.Authorization;

namespace Channels.Typed.AspNetCore;

/// <summary>What a join or a push must fulfil before it reaches the handler. Must not be used after the sockets are mapped.</summary>
public class CallRules
{
    private protected CallRules()
    {
    }

    internal static CallRules Create() => new();

    internal List<IAuthorizeData> AuthorizeData { get; } = [];

    internal List<IAuthorizationRequirementData> Requirements { get; } = [];

    internal List<RateLimitAttribute> RateLimits { get; } = [];

    /// <summary>Gets a value indicating whether the user must be authorized.</summary>
    internal bool NeedAuthorization => AuthorizeData.Count > 0 || Requirements.Count > 0;

    internal bool HaveReply { get; private set; } = true;

    /// <summary>Requires a user who fulfils authorization policies. Other users get the error <c>{"reason":"unauthorized"}</c>.</summary>
    /// <param name="policies">The names of the policies. If there are none, the default policy applies.</param>
    /// <returns>These rules.</returns>
    public CallRules RequireAuthorization(params string[] policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        if (policies.Length == 0)
        {
            AuthorizeData.Add(new AuthorizeAttribute());
        }

        foreach (string policy in policies)
        {
            AuthorizeData.Add(new AuthorizeAttribute(policy));
        }

        return this;
    }

    /// <summary>Requires the authorization that an attribute describes.</summary>
    /// <param name="data">The attribute, such as <c>new AuthorizeAttribute { Roles = "admin" }</c>.</param>
    /// <returns>These rules.</returns>
    public CallRules RequireAuthorization(IAuthorizeData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        AuthorizeData.Add(data);
        return this;
    }

    /// <summary>Limits how often clients may call.</summary>
    /// <param name="limit">The limit.</param>
    /// <returns>These rules.</returns>
    public CallRules LimitRate(RateLimitAttribute limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        RateLimits.Add(limit);
        return this;
    }

    /// <summary>
    /// Declares that clients expect no reply, so a push that exceeds its rate limit is dropped without a reply. Events of a contract
    /// declare this in the contract.
    /// </summary>
    /// <returns>These rules.</returns>
    public CallRules WithoutReply()
    {
        HaveReply = false;
        return this;
    }
}
