namespace Channels.Typed.PubSub;

/// <summary>A subscriber's place in a topic. Disposing it ends the subscription; a delivery that has begun may still arrive.</summary>
public sealed class Subscription : IDisposable
{
    private readonly Topic _topic;

    internal Subscription(Topic topic, Subscriber subscriber)
    {
        _topic = topic;
        Subscriber = subscriber;
    }

    /// <summary>Gets the subscriber.</summary>
    public Subscriber Subscriber { get; }

    /// <summary>Where the topic keeps it; guarded by the topic's lock, negative once removed.</summary>
    internal int Index { get; set; } = -1;

    /// <summary>Ends the subscription. Idempotent, safe from several threads.</summary>
    public void Dispose() => _topic.Remove(this);
}
