using Microsoft.AspNetCore.Authorization;

namespace Channels.Typed.AspNetCore;

/// <summary>What has to be fulfilled before a call reaches its handler. For use while sockets are mapped only.</summary>
public class CallRules
{
    private protected CallRules()
    {
    }

    internal static CallRules Create() => new();

    internal List<IAuthorizeData> AuthorizeData { get; } = [];

    internal List<IAuthorizationRequirementData> Requirements { get; } = [];

    internal List<RateLimitAttribute> RateLimits { get; } = [];

    /// <summary>Gets a value indicating whether there is something to authorize.</summary>
    internal bool NeedAuthorization => AuthorizeData.Count > 0 || Requirements.Count > 0;

    internal bool HaveReply { get; private set; } = true;

    /// <summary>Asks for a user who fulfils policies of authorization. Others get the error <c>{"reason":"unauthorized"}</c>.</summary>
    /// <param name="policies">The policies' names; without any, the default policy.</param>
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

    /// <summary>Asks for authorization as an attribute describes it.</summary>
    /// <param name="data">The attribute, such as <c>new AuthorizeAttribute { Roles = "admin" }</c>.</param>
    /// <returns>These rules.</returns>
    public CallRules RequireAuthorization(IAuthorizeData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        AuthorizeData.Add(data);
        return this;
    }

    /// <summary>Limits how often there may be a call.</summary>
    /// <param name="limit">The limit.</param>
    /// <returns>These rules.</returns>
    public CallRules LimitRate(RateLimitAttribute limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        RateLimits.Add(limit);
        return this;
    }

    /// <summary>Says that clients expect no reply: beyond its rate limit the event is dropped without a word. A contract's events know it by themselves.</summary>
    /// <returns>These rules.</returns>
    public CallRules WithoutReply()
    {
        HaveReply = false;
        return this;
    }
}
