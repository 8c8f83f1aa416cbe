using Channels.Typed.CompilerServices;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>
/// A channel's subscription to its topic. The publisher's thread writes broadcasts to the outbox of the connection; intercepted ones go to
/// the mailbox of the channel.
/// </summary>
internal sealed class ChannelSubscriber(ServerChannel channel, HandlerDescriptor handler) : Subscriber
{
    public override void Deliver(Broadcast broadcast)
    {
        if (handler.Intercepts(broadcast.Event))
        {
            channel.PostBroadcast(broadcast);
        }
        else
        {
            channel.Forward(broadcast);
        }
    }
}
