using Channels.Typed.AspNetCore.Handlers;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Channels.Info;

/// <summary>A channel's subscription to another topic. Broadcasts go to the mailbox of the channel.</summary>
internal sealed class InfoSubscriber(IInfoReceiver channel, InfoSubscriptions owner) : Subscriber, IDisposable
{
    private Subscription? _subscription;

    public void Start(ChannelPubSub pubSub, string topic) => _subscription = pubSub.Subscribe(topic, this);

    public override void Deliver(Broadcast broadcast) =>
        channel.PostInfoOrCrash(new TypedInfoMessage<ChannelBroadcast>(new ChannelBroadcast(broadcast)));

    public void Dispose()
    {
        owner.Remove(this);
        _subscription?.Dispose();
    }
}
