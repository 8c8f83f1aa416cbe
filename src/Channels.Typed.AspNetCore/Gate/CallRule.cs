using Channels.Typed.AspNetCore.Observability;
using Microsoft.AspNetCore.Authorization;

namespace Channels.Typed.AspNetCore.Gate;

/// <summary>What is checked before one kind of call. Immutable.</summary>
/// <param name="Event">The event; null for those that have no rules of their own.</param>
/// <param name="EventUtf8">The event's name as it is on the wire.</param>
/// <param name="Tag">How telemetry names it; null where it depends on the call.</param>
/// <param name="Index">Its number among the rules of the channel.</param>
/// <param name="Authorization">Whom it is for; null for everybody.</param>
/// <param name="Limits">How often it may be.</param>
/// <param name="HasReply">Whether clients expect a reply.</param>
internal sealed record CallRule(
    string? Event, byte[] EventUtf8, EventTag? Tag, int Index, AuthorizationPolicy? Authorization, CallLimit[] Limits, bool HasReply)
{
    /// <summary>Gets a value indicating whether somebody wants to know who asks for what.</summary>
    public bool NeedsRequest { get; } = Authorization is not null || Limits.Any(static limit => limit.Policy is not null);

    public bool HasPolicies { get; } = Limits.Any(static limit => limit.Policy is not null);
}
