using Channels.Typed.PubSub.Tests.Fixture;

namespace Channels.Typed.PubSub.Tests.Bytes;

public sealed class FanOutAllocationTests
{
    private const int Broadcasts = 100;
    private const int Windows = 5;
    private static readonly byte[] Payload = [.. """{"text":"hello"}"""u8];

    [Fact]
    public void Delivery_ToAThousandSubscribers_AllocatesNothing()
    {
        (ChannelPubSub pubSub, CountingSubscriber[] subscribers) = Populate(1_000);
        Broadcast broadcast = Frames.Broadcast("t");

        long allocated = Measure(() => Send(pubSub, broadcast));

        Assert.Equal(0, allocated);
        Assert.All(subscribers, subscriber => Assert.Equal((1 + Windows) * Broadcasts, subscriber.Count));
    }

    [Fact]
    public void Broadcast_AllocatesItsFrameOnly_ForAnyNumberOfSubscribers()
    {
        (ChannelPubSub few, _) = Populate(1);
        (ChannelPubSub many, CountingSubscriber[] subscribers) = Populate(1_000);

        long encoded = Measure(() => Encode());
        long toFew = Measure(() => Send(few, Encode()));
        long toMany = Measure(() => Send(many, Encode()));

        Assert.NotEqual(0, encoded);
        Assert.Equal(encoded, toFew);
        Assert.Equal(encoded, toMany);
        Assert.Equal((1 + Windows) * Broadcasts, subscribers[999].Count);
    }

    private static Broadcast Encode() => Frames.Broadcast("t", Frames.Noted, Payload);

    private static void Send(ChannelPubSub pubSub, Broadcast broadcast) =>
        Assert.True(pubSub.BroadcastAsync(broadcast).IsCompletedSuccessfully);

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

    /// <summary>
    /// The bytes that a hundred broadcasts allocate: the smallest count of several windows, because the runtime sometimes allocates an
    /// object while it optimizes hot code. The first window is a warm-up and does not count.
    /// </summary>
    private static long Measure(Action send)
    {
        Count(send);
        return Enumerable.Range(0, Windows).Min(_ => Count(send));
    }

    private static long Count(Action send)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Broadcasts; i++)
        {
            send();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
