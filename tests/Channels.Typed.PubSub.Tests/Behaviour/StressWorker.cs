using Channels.Typed.PubSub.Tests.Fixture;

namespace Channels.Typed.PubSub.Tests.Behaviour;

/// <summary>
/// One thread of the stress test. It subscribes, unsubscribes and broadcasts at random, and checks what must hold for its own broadcasts.
/// </summary>
internal sealed class StressWorker(ChannelPubSub pubSub, int number, int workers, int seed)
{
    public const int Topics = 3;
    private const int MostSubscriptions = 30;

    private readonly Random _random = new(seed);
    private readonly List<(int Topic, Subscription Subscription, StressSubscriber Subscriber)> _live = [];
    private readonly int[] _sent = new int[Topics];

    /// <summary>The number of broadcasts that this worker has sent to each topic.</summary>
    public IReadOnlyList<int> Sent => _sent;

    public string? Error { get; private set; }

    public static string TopicName(int topic) => $"t:{topic}";

    public void Run(int steps)
    {
        for (int i = 0; i < steps && Error is null; i++)
        {
            switch (_random.Next(5))
            {
                case 0 or 1 when _live.Count < MostSubscriptions:
                    Subscribe();
                    break;
                case 0 or 1 or 2 when _live.Count > 0:
                    Unsubscribe(_random.Next(_live.Count));
                    break;
                default:
                    Broadcast(_random.Next(Topics));
                    break;
            }
        }

        while (_live.Count > 0)
        {
            Unsubscribe(_live.Count - 1);
        }
    }

    private void Subscribe()
    {
        int topic = _random.Next(Topics);
        var subscriber = new StressSubscriber(workers);
        _live.Add((topic, pubSub.Subscribe(TopicName(topic), subscriber), subscriber));
    }

    private void Unsubscribe(int index)
    {
        (int topic, Subscription subscription, StressSubscriber subscriber) = _live[index];
        _live.RemoveAt(index);
        subscription.Dispose();
        int before = subscriber.CountOf(number);
        Broadcast(topic);
        Check(subscriber.CountOf(number) == before, "an own broadcast reached a subscriber after its subscription had ended");
        Check(subscriber.Error is null, subscriber.Error!); // Used only if it is not null.
    }

    private void Broadcast(int topic)
    {
        int sequence = ++_sent[topic];
        ValueTask sent = pubSub.BroadcastAsync(Frames.Broadcast(TopicName(topic), $$"""{"p":{{number}},"n":{{sequence}}}"""));
        Check(sent.IsCompletedSuccessfully, "a broadcast did not complete synchronously");
        foreach ((int subscribed, _, StressSubscriber subscriber) in _live)
        {
            if (subscribed == topic)
            {
                int last = subscriber.LastOf(number);
                Check(last == sequence, $"own broadcast {sequence} missed a subscriber, which has {last}");
            }
        }
    }

    private void Check(bool isRight, string error) => Error ??= isRight ? null : $"worker {number}: {error}";
}
