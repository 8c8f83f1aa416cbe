using Channels.Typed.CompilerServices;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>A channel's subscription to its topic: broadcasts go straight to the connection's outbox, intercepted ones through the channel.</summary>
internal sealed class ChannelSubscriber(ServerChannel channel, HandlerDescriptor handler) : Subscriber
{
    public override void Deliver(Broadcast broadcast)
    {
        if (handler.Intercepts(broadcast.Event))
        {
            channel.Post(broadcast);
        }
        else
        {
            channel.Forward(broadcast);
        }
    }
}
