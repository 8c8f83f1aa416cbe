using Channels.Typed.AspNetCore.Observability;
using Microsoft.AspNetCore.Authorization;

namespace Channels.Typed.AspNetCore.Gate;

/// <summary>The checks before the join, or before the pushes of one event. Immutable.</summary>
/// <param name="Event">The event; null for all events without a rule of their own.</param>
/// <param name="EventUtf8">The event's name, UTF-8.</param>
/// <param name="Tag">The event in telemetry; null if it depends on the push.</param>
/// <param name="Index">The number of the rule in the channel.</param>
/// <param name="Authorization">The authorization policy; null if anyone may call.</param>
/// <param name="Limits">The rate limits.</param>
/// <param name="HasReply">Whether clients expect a reply.</param>
internal sealed record CallRule(
    string? Event, byte[] EventUtf8, EventTag? Tag, int Index, AuthorizationPolicy? Authorization, CallLimit[] Limits, bool HasReply)
{
    /// <summary>Gets a value indicating whether authorization or a rate-limit policy needs a <see cref="ChannelRequest"/>.</summary>
    public bool NeedsRequest { get; } = Authorization is not null || Limits.Any(static limit => limit.Policy is not null);

    public bool HasPolicies { get; } = Limits.Any(static limit => limit.Policy is not null);
}
