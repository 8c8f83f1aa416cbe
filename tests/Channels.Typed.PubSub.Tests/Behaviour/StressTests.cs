namespace Channels.Typed.PubSub.Tests.Behaviour;

/// <summary>
/// Several threads at once, each with a schedule of its own seed. What is interleaved differs from run to run, what must hold does not.
/// </summary>
public sealed class StressTests
{
    private const int Workers = 4;
    private const int Steps = 10_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ConcurrentUse_MissesNobodyAndServesNobodyTwice(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var pubSub = new ChannelPubSub();
        var steady = new StressSubscriber[StressWorker.Topics];
        var subscriptions = new Subscription[StressWorker.Topics];
        for (int topic = 0; topic < StressWorker.Topics; topic++)
        {
            steady[topic] = new StressSubscriber(Workers);
            subscriptions[topic] = pubSub.Subscribe(StressWorker.TopicName(topic), steady[topic]);
        }

        StressWorker[] workers = await RunAsync(pubSub, seed);

        for (int topic = 0; topic < StressWorker.Topics; topic++)
        {
            Assert.Null(steady[topic].Flaw);
            for (int worker = 0; worker < Workers; worker++)
            {
                Assert.Equal(workers[worker].Sent[topic], steady[topic].CountOf(worker));
                Assert.NotEqual(0, steady[topic].CountOf(worker));
            }

            subscriptions[topic].Dispose();
        }

        Assert.Equal(0, pubSub.TopicCount);
    }

    // Nobody stays, so topics are given up and come back all the time.
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task ConcurrentUse_WithoutSteadySubscribers_LeavesNoTopicBehind(int seed)
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
        Assert.All(workers, worker => Assert.Null(worker.Flaw));
        return workers;
    }
}
