using Channels.Typed.PubSub.Tests.Fixture;

namespace Channels.Typed.PubSub.Tests.Behaviour;

/// <summary>Subscriptions that change during a delivery, on the publisher's thread.</summary>
public sealed class ChangesDuringDeliveryTests
{
    private readonly ChannelPubSub _pubSub = new();
    private readonly List<string> _log = [];

    [Fact]
    public async Task Unsubscribing_Itself_DeliversToTheOthers()
    {
        Subscription? own = null;
        _pubSub.Subscribe("t", new RecordingSubscriber("a ", _log));
        own = _pubSub.Subscribe("t", new RecordingSubscriber("once ", _log, _ => own!.Dispose()));
        _pubSub.Subscribe("t", new RecordingSubscriber("b ", _log));

        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "1"));
        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "2"));

        Assert.Equal(["a 1", "once 1", "b 1", "a 2", "b 2"], _log);
    }

    [Fact]
    public async Task Unsubscribing_ALaterOne_DoesNotDeliverToIt()
    {
        Subscription? later = null;
        _pubSub.Subscribe("t", new RecordingSubscriber("a ", _log, _ => later!.Dispose()));
        later = _pubSub.Subscribe("t", new RecordingSubscriber("later ", _log));
        _pubSub.Subscribe("t", new RecordingSubscriber("b ", _log));

        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "1"));

        Assert.Equal(["a 1", "b 1"], _log);
    }

    [Fact]
    public async Task Unsubscribing_TheLastOne_RemovesTheTopic()
    {
        Subscription? own = null;
        own = _pubSub.Subscribe("t", new RecordingSubscriber("once ", _log, _ => own!.Dispose()));

        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "1"));
        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "2"));

        Assert.Equal(["once 1"], _log);
        Assert.Equal(0, _pubSub.TopicCount);
    }

    // So many unsubscribe that the array is compacted during the delivery, which continues with the old array.
    [Fact]
    public async Task Compacting_DeliversToEachSubscriberOnce()
    {
        var leaving = new List<Subscription>();
        _pubSub.Subscribe("t", new RecordingSubscriber("first ", _log, _ => leaving.ForEach(subscription => subscription.Dispose())));
        for (int i = 0; i < 40; i++)
        {
            leaving.Add(_pubSub.Subscribe("t", new RecordingSubscriber("leaving ", [])));
        }

        _pubSub.Subscribe("t", new RecordingSubscriber("last ", _log));

        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "1"));
        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "2"));

        Assert.Equal(["first 1", "last 1", "first 2", "last 2"], _log);
    }

    [Fact]
    public async Task Subscribing_ReceivesFromTheNextBroadcastOn()
    {
        bool hasAdded = false;
        _pubSub.Subscribe("t", new RecordingSubscriber("a ", _log, _ =>
        {
            if (!hasAdded)
            {
                hasAdded = true;
                Enumerable.Range(0, 20).ToList().ForEach(
                    i => _pubSub.Subscribe("t", new RecordingSubscriber($"{i} ", i == 19 ? _log : [])));
            }
        }));

        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "1"));
        _log.Clear();
        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "2"));

        Assert.Equal(["a 2", "19 2"], _log);
    }

    [Fact]
    public async Task Broadcasting_FromADelivery_IsDelivered()
    {
        _pubSub.Subscribe("t", new RecordingSubscriber("a ", _log, broadcast =>
        {
            if (Frames.Text(broadcast.Payload) == "1")
            {
                Assert.True(_pubSub.BroadcastAsync(Frames.Broadcast("t", "2")).IsCompletedSuccessfully);
            }
        }));

        await _pubSub.BroadcastAsync(Frames.Broadcast("t", "1"));

        Assert.Equal(["a 1", "a 2"], _log);
    }
}
