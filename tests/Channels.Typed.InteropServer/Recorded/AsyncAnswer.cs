using Channels.Typed.AspNetCore;

namespace Channels.Typed.InteropServer.Recorded;

/// <summary>A reply that is sent later.</summary>
/// <param name="To">The deferred reply of the push.</param>
/// <param name="Reply">The reply.</param>
internal sealed record AsyncAnswer(DeferredReply To, ChannelReply Reply);
