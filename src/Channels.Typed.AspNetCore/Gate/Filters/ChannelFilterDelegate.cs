namespace Channels.Typed.AspNetCore;

/// <summary>Calls the next filter, or the handler after the last filter.</summary>
/// <param name="call">The join or event.</param>
/// <returns>
/// A task that completes when the call has been handled, and fails with the exception of the handler. <see cref="ChannelCall.Outcome"/>
/// then has the result.
/// </returns>
public delegate ValueTask ChannelFilterDelegate(ChannelCall call);
