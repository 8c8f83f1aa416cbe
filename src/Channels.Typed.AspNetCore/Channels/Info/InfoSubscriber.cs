using Channels.Typed.AspNetCore.Handlers;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Channels.Info;

/// <summary>A channel's subscription to another topic: broadcasts go to its mailbox.</summary>
internal sealed class InfoSubscriber(ServerChannel channel, InfoSubscriptions owner) : Subscriber, IDisposable
{
    private Subscription? _subscription;

    public void Start(ChannelPubSub pubSub, string topic) => _subscription = pubSub.Subscribe(topic, this);

    public override void Deliver(Broadcast broadcast) => channel.PostOrCrash(new TypedInfoMessage<ChannelBroadcast>(new ChannelBroadcast(broadcast)));

    public void Dispose()
    {
        owner.Remove(this);
        _subscription?.Dispose();
    }
}
