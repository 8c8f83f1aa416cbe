namespace Channels.Typed.PubSub.Tests.Fixture;

/// <summary>Counts broadcasts without allocating.</summary>
internal sealed class CountingSubscriber : Subscriber
{
    public int Count { get; private set; }

    public override void Deliver(Broadcast broadcast) => Count++;
}
