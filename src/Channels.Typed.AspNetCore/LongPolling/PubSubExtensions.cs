using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.PubSub;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>Extends <see cref="ChannelPubSub"/> for callers that cannot await.</summary>
internal static class PubSubExtensions
{
    /// <summary>Starts to publish and returns. A failure is logged.</summary>
    public static void Publish(this ChannelPubSub pubSub, Broadcast broadcast, ILogger logger) =>
        _ = PublishAsync(pubSub, broadcast, logger);

    private static async Task PublishAsync(ChannelPubSub pubSub, Broadcast broadcast, ILogger logger)
    {
        try
        {
            await pubSub.BroadcastAsync(broadcast);
        }
        catch (Exception e)
        {
            // The other server does not receive the message and times out.
            Log.ForwardFailed(logger, e);
        }
    }
}
