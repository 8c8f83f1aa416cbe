using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.PubSub;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>Publishing where nobody can wait for it.</summary>
internal static class PubSubExtensions
{
    public static void Publish(this ChannelPubSub pubSub, Broadcast broadcast, ILogger logger) => _ = PublishAsync(pubSub, broadcast, logger);

    private static async Task PublishAsync(ChannelPubSub pubSub, Broadcast broadcast, ILogger logger)
    {
        try
        {
            await pubSub.BroadcastAsync(broadcast);
        }
        catch (Exception e)
        {
            // The other side notices by its own timeout.
            Log.ForwardFailed(logger, e);
        }
    }
}
