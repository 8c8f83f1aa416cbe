namespace Channels.Typed.AspNetCore;

/// <summary>Runs before and after joins and pushed events are handled. It can inspect and refuse them.</summary>
/// <remarks>
/// <para>
/// Add it for all channels (<see cref="ChannelsOptions.Filters"/>), for the channels of a mount (<see cref="SocketOptions.Filters"/>), or
/// for one channel (<see cref="ChannelFilterAttribute{TFilter}"/>, <see cref="ChannelRules.Filters"/>). Filters run in this order, and in
/// the order in which they were added. Rate limits and authorization come first: filters do not see calls that these refuse.
/// </para>
/// <para>
/// Each channel has its own instances, from the channel's services. All channels share a filter that is registered as a singleton. The
/// calls of one channel come one at a time. A filter that is not registered is disposed with its channel.
/// </para>
/// </remarks>
public interface IChannelFilter
{
    /// <summary>Called for each join and each pushed event.</summary>
    /// <param name="call">The join or event. It is valid until the returned task completes.</param>
    /// <param name="next">
    /// Calls the next filter, or the handler. Call it at most once. If it is not called, refuse the call
    /// (<see cref="ChannelCall.Refuse(string)"/>): otherwise the client waits for a reply until its timeout, and a join crashes.
    /// </param>
    /// <returns>
    /// A task that completes when the call has been handled. An exception has the same effect as one of the handler: it crashes the
    /// channel, or refuses the join.
    /// </returns>
    ValueTask InvokeAsync(ChannelCall call, ChannelFilterDelegate next);
}
