using Channels.Typed.AspNetCore;

namespace Channels.Typed.InteropServer.Recorded;

/// <summary>An answer whose time has come.</summary>
/// <param name="To">The push that it answers.</param>
/// <param name="Reply">The answer.</param>
internal sealed record AsyncAnswer(DeferredReply To, ChannelReply Reply);
