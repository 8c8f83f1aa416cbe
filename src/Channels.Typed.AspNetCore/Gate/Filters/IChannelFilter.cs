namespace Channels.Typed.AspNetCore;

/// <summary>Runs around joins and pushed events: it may look at them, refuse them, and do something before and after they are handled.</summary>
/// <remarks>
/// <para>
/// Added for all channels (<see cref="ChannelsOptions.Filters"/>), for those of a mount (<see cref="SocketOptions.Filters"/>) or for one
/// (<see cref="ChannelFilterAttribute{TFilter}"/>, <see cref="ChannelRules.Filters"/>); they run in this order, and in the order in which they were added.
/// Authorization and rate limits come before all of them: filters do not see what those refuse.
/// </para>
/// <para>
/// Each joined channel has its instances, from the channel's own services. A filter that is registered as a singleton is shared by all channels.
/// Calls of one channel come one at a time. An instance that the services do not know is disposed of with the channel.
/// </para>
/// </remarks>
public interface IChannelFilter
{
    /// <summary>Called for each join and each pushed event.</summary>
    /// <param name="call">The join or event. Valid until the returned task completes.</param>
    /// <param name="next">
    /// The next filter, or the handler. Called at most once. Without it the handler is not called: refuse the call then
    /// (<see cref="ChannelCall.Refuse(string)"/>), or the client waits for a reply that does not come; a join without a reply crashes.
    /// </param>
    /// <returns>A task that completes when the call is handled. An exception is that of a handler: it crashes the channel, or refuses the join.</returns>
    ValueTask InvokeAsync(ChannelCall call, ChannelFilterDelegate next);
}
