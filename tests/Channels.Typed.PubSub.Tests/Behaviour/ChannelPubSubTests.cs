using System.Runtime.InteropServices;
using Channels.Typed.PubSub.Tests.Fixture;

namespace Channels.Typed.PubSub.Tests.Behaviour;

public sealed class ChannelPubSubTests
{
    private readonly ChannelPubSub _pubSub = new();
    private readonly List<string> _log = [];

    [Fact]
    public async Task Broadcast_ReachesAllSubscribersOfItsTopic_InTheOrderOfSubscription()
    {
        _pubSub.Subscribe("t", new RecordingSubscriber("a ", _log));
        _pubSub.Subscribe("t", new RecordingSubscriber("b ", _log));
        _pubSub.Subscribe("T", new RecordingSubscriber("other topic ", _log));

        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "1"));
        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "2"));

        Assert.Equal(["a 1", "b 1", "a 2", "b 2"], _log);
    }

    // Catalogue row 88.
    [Fact]
    public async Task BroadcastFrom_LeavesOutItsSenderOnly()
    {
        var sender = new RecordingSubscriber("sender ", _log);
        _pubSub.Subscribe("t", new RecordingSubscriber("a ", _log));
        _pubSub.Subscribe("t", sender);
        _pubSub.Subscribe("t", sender);
        _pubSub.Subscribe("t", new RecordingSubscriber("b ", _log));

        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "1"), except: sender);

        Assert.Equal(["a 1", "b 1"], _log);
    }

    [Fact]
    public async Task BroadcastFrom_AnotherSender_ReachesAll()
    {
        _pubSub.Subscribe("t", new RecordingSubscriber("a ", _log));

        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "1"), except: new RecordingSubscriber());

        Assert.Equal(["a 1"], _log);
    }

    // Catalogue row 98.
    [Fact]
    public async Task Broadcast_WithoutSubscribers_IsNoError()
    {
        await _pubSub.BroadcastAsync(Frames.Broadcast("t"));

        Assert.Equal(0, _pubSub.TopicCount);
    }

    [Fact]
    public async Task Frame_IsEncodedOnceAndShared()
    {
        RecordingSubscriber[] subscribers = [new(), new(), new()];
        Array.ForEach(subscribers, subscriber => _pubSub.Subscribe("t", subscriber));
        Broadcast broadcast = Frames.Broadcast("t");
        Assert.True(MemoryMarshal.TryGetArray(broadcast.WebSocketFrame, out ArraySegment<byte> encoded));

        await _pubSub.BroadcastAsync(broadcast);

        Assert.All(subscribers, subscriber =>
        {
            Assert.Same(broadcast, Assert.Single(subscriber.Broadcasts));
            Assert.True(MemoryMarshal.TryGetArray(subscriber.Broadcasts[0].WebSocketFrame, out ArraySegment<byte> received));
            Assert.Same(encoded.Array, received.Array);
        });
    }

    [Fact]
    public async Task SubscribedTwice_IsServedTwice_AndEndsOneByOne()
    {
        var subscriber = new RecordingSubscriber();
        Subscription first = _pubSub.Subscribe("t", subscriber);
        Subscription second = _pubSub.Subscribe("t", subscriber);
        Assert.Same(subscriber, first.Subscriber);

        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "1"));
        first.Dispose();
        first.Dispose();
        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "2"));
        second.Dispose();
        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "3"));

        Assert.Equal(["1", "1", "2"], subscriber.Log);
    }

    [Fact]
    public void TopicCount_CountsTopicsWithSubscribers()
    {
        Subscription[] subscriptions = [.. new[] { "a", "a", "b" }.Select(topic => _pubSub.Subscribe(topic, new RecordingSubscriber()))];
        Assert.Equal(2, _pubSub.TopicCount);

        subscriptions[0].Dispose();
        Assert.Equal(2, _pubSub.TopicCount);
        subscriptions[1].Dispose();
        Assert.Equal(1, _pubSub.TopicCount);
        subscriptions[2].Dispose();
        Assert.Equal(0, _pubSub.TopicCount);
    }

    [Fact]
    public async Task RemovedTopic_CanBeSubscribedAgain()
    {
        Subscription old = _pubSub.Subscribe("t", new RecordingSubscriber("old ", _log));
        old.Dispose();
        _pubSub.Subscribe("t", new RecordingSubscriber("new ", _log));
        old.Dispose();

        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "1"));

        Assert.Equal(["new 1"], _log);
        Assert.Equal(1, _pubSub.TopicCount);
    }

    // Each unsubscribe leaves a hole, and many holes lead to a smaller array. The remaining subscribers stay, in their order.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task ManyUnsubscribes_KeepTheOrderOfTheOthers(int keepEvery)
    {
        var subscriptions = new List<Subscription>();
        for (int i = 0; i < 100; i++)
        {
            subscriptions.Add(_pubSub.Subscribe("t", new RecordingSubscriber($"{i} ", _log)));
        }

        for (int i = 0; i < 100; i++)
        {
            if (i % keepEvery != 0)
            {
                subscriptions[i].Dispose();
            }
        }

        _pubSub.Subscribe("t", new RecordingSubscriber("last ", _log));
        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "x"));

        Assert.Equal([.. Enumerable.Range(0, 100).Where(i => i % keepEvery == 0).Select(i => $"{i} x"), "last x"], _log);
    }
}
