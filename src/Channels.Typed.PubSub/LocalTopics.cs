using System.Collections.Concurrent;

namespace Channels.Typed.PubSub;

/// <summary>The topics that have subscribers on this node.</summary>
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

    /// <summary>Removes a topic without subscribers. Called under the lock of the topic.</summary>
    public void Remove(Topic topic) => _topics.TryRemove(new KeyValuePair<string, Topic>(topic.Name, topic));
}
