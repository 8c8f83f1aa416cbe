using System.Collections.Concurrent;

namespace Channels.Typed.PubSub;

/// <summary>The topics of this node that have subscribers.</summary>
internal sealed class LocalTopics
{
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);

    public int Count => _topics.Count;

    public Subscription Subscribe(string topic, Subscriber subscriber)
    {
        while (true)
        {
            Topic found = _topics.GetOrAdd(topic, static (name, owner) => new Topic(name, owner), this);
            if (found.TryAdd(subscriber) is { } subscription)
            {
                return subscription;
            }
        }
    }

    public int Deliver(Broadcast broadcast, Subscriber? except) =>
        _topics.TryGetValue(broadcast.Topic, out Topic? topic) ? topic.Deliver(broadcast, except) : 0;

    /// <summary>Called under the topic's lock, when its last subscriber has gone.</summary>
    public void Forget(Topic topic) => _topics.TryRemove(new KeyValuePair<string, Topic>(topic.Name, topic));
}
