using Channels.Typed.AspNetCore.Observability;

namespace Channels.Typed.AspNetCore;

/// <summary>What comes after a filter: the next one, or the channel's handler.</summary>
/// <param name="call">The join or event.</param>
/// <returns>A task that completes when the call is handled, with the handler's exception if it threw. <see cref="ChannelCall.Outcome"/> says how it was answered.</returns>
public delegate ValueTask ChannelFilterDelegate(ChannelCall call);
