namespace Channels.Typed.PubSub.Tests.Behaviour;

/// <summary>
/// Several threads at once, each with random steps from its own seed. The interleaving differs between runs; the checks do not depend on
/// it.
/// </summary>
public sealed class StressTests
{
    private const int Workers = 4;
    private const int Steps = 10_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ConcurrentUse_DeliversToEachSubscriberOnce(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var pubSub = new ChannelPubSub();
        var permanent = new StressSubscriber[StressWorker.Topics];
        var subscriptions = new Subscription[StressWorker.Topics];
        for (int topic = 0; topic < StressWorker.Topics; topic++)
        {
            permanent[topic] = new StressSubscriber(Workers);
            subscriptions[topic] = pubSub.Subscribe(StressWorker.TopicName(topic), permanent[topic]);
        }

        StressWorker[] workers = await RunAsync(pubSub, seed);

        for (int topic = 0; topic < StressWorker.Topics; topic++)
        {
            Assert.Null(permanent[topic].Error);
            for (int worker = 0; worker < Workers; worker++)
            {
                Assert.Equal(workers[worker].Sent[topic], permanent[topic].CountOf(worker));
                Assert.NotEqual(0, permanent[topic].CountOf(worker));
            }

            subscriptions[topic].Dispose();
        }

        Assert.Equal(0, pubSub.TopicCount);
    }

    // All subscribers unsubscribe again, so topics are removed and added all the time.
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task ConcurrentUse_WithoutPermanentSubscribers_RemovesAllTopics(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var pubSub = new ChannelPubSub();

        await RunAsync(pubSub, seed);

        Assert.Equal(0, pubSub.TopicCount);
    }

    private static async Task<StressWorker[]> RunAsync(ChannelPubSub pubSub, int seed)
    {
        var workers = new StressWorker[Workers];
        var runs = new Task[Workers];
        using var start = new Barrier(Workers);
        for (int i = 0; i < Workers; i++)
        {
            var worker = new StressWorker(pubSub, i, Workers, (seed * 1_000) + i);
            workers[i] = worker;
            runs[i] = Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    worker.Run(Steps);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }

        await Task.WhenAll(runs).WaitAsync(Patience.Time * 5);
        Assert.All(workers, worker => Assert.Null(worker.Error));
        return workers;
    }
}
