using Channels.Typed.PubSub.Tests.Fixture;

namespace Channels.Typed.PubSub.Tests.Bytes;

public sealed class FanOutAllocationTests
{
    private const int Broadcasts = 200;
    private static readonly byte[] Payload = [.. """{"text":"hello"}"""u8];

    [Fact]
    public void Delivery_ToAThousandSubscribers_AllocatesNothing()
    {
        (ChannelPubSub pubSub, CountingSubscriber[] subscribers) = Populate(1_000);
        Broadcast broadcast = Frames.Broadcast("t");

        long allocated = Measure(() => Send(pubSub, broadcast));

        Assert.Equal(0, allocated);
        Assert.All(subscribers, subscriber => Assert.Equal(2 * Broadcasts, subscriber.Count));
    }

    [Fact]
    public void Broadcast_AllocatesItsFrameOnly_WhateverTheNumberOfSubscribers()
    {
        (ChannelPubSub few, _) = Populate(1);
        (ChannelPubSub many, CountingSubscriber[] subscribers) = Populate(1_000);

        long encoded = Measure(() => Encode());
        long toFew = Measure(() => Send(few, Encode()));
        long toMany = Measure(() => Send(many, Encode()));

        Assert.NotEqual(0, encoded);
        Assert.Equal(encoded, toFew);
        Assert.Equal(encoded, toMany);
        Assert.Equal(2 * Broadcasts, subscribers[999].Count);
    }

    private static Broadcast Encode() => Frames.Broadcast("t", Frames.Noted, Payload);

    private static void Send(ChannelPubSub pubSub, Broadcast broadcast) => Assert.True(pubSub.BroadcastAsync(broadcast).IsCompletedSuccessfully);

    private static (ChannelPubSub PubSub, CountingSubscriber[] Subscribers) Populate(int count)
    {
        var pubSub = new ChannelPubSub();
        var subscribers = new CountingSubscriber[count];
        for (int i = 0; i < count; i++)
        {
            subscribers[i] = new CountingSubscriber();
            pubSub.Subscribe("t", subscribers[i]);
        }

        return (pubSub, subscribers);
    }

    /// <summary>What the second round allocates; the first warms up.</summary>
    private static long Measure(Action send)
    {
        Repeat(send);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(send);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Repeat(Action send)
    {
        for (int i = 0; i < Broadcasts; i++)
        {
            send();
        }
    }
}
