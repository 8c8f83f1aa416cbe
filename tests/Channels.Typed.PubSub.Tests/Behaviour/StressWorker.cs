using Channels.Typed.PubSub.Tests.Fixture;

namespace Channels.Typed.PubSub.Tests.Behaviour;

/// <summary>
/// One thread of the stress test: subscribes, unsubscribes and broadcasts as its seed says, and checks what it can know for sure.
/// </summary>
internal sealed class StressWorker(ChannelPubSub pubSub, int number, int workers, int seed)
{
    public const int Topics = 3;
    private const int MostSubscriptions = 30;

    private readonly Random _random = new(seed);
    private readonly List<(int Topic, Subscription Subscription, StressSubscriber Subscriber)> _live = [];
    private readonly int[] _sent = new int[Topics];

    /// <summary>How many broadcasts it has sent to each topic.</summary>
    public IReadOnlyList<int> Sent => _sent;

    public string? Flaw { get; private set; }

    public static string TopicName(int topic) => $"t:{topic}";

    public void Run(int steps)
    {
        for (int i = 0; i < steps && Flaw is null; i++)
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
        Check(subscriber.Flaw is null, subscriber.Flaw!); // Not null where it is used.
    }

    private void Broadcast(int topic)
    {
        int sequence = ++_sent[topic];
        ValueTask sent = pubSub.BroadcastAsync(Frames.Broadcast(TopicName(topic), $$"""{"p":{{number}},"n":{{sequence}}}"""));
        Check(sent.IsCompletedSuccessfully, "a broadcast did not complete at once");
        foreach ((int subscribed, _, StressSubscriber subscriber) in _live)
        {
            if (subscribed == topic)
            {
                int last = subscriber.LastOf(number);
                Check(last == sequence, $"own broadcast {sequence} missed a subscriber, which has {last}");
            }
        }
    }

    private void Check(bool isRight, string flaw) => Flaw ??= isRight ? null : $"worker {number}: {flaw}";
}
