namespace Channels.Typed.PubSub;

/// <summary>
/// A subscription to a topic. Dispose it to end the subscription. A delivery that has started may still arrive afterwards.
/// </summary>
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

    /// <summary>The index in the array of the topic, negative after the removal. Guarded by the lock of the topic.</summary>
    internal int Index { get; set; } = -1;

    /// <summary>Ends the subscription. Idempotent, safe for use from several threads.</summary>
    public void Dispose() => _topic.Remove(this);
}
