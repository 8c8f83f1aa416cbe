namespace Channels.Typed.PubSub;

/// <summary>Receives the broadcasts of a topic.</summary>
public abstract class Subscriber
{
    /// <summary>Receives a broadcast. Must not block or throw.</summary>
    /// <remarks>Called on the thread of the publisher, and from several threads at the same time.</remarks>
    /// <param name="broadcast">The broadcast.</param>
    public abstract void Deliver(Broadcast broadcast);
}
