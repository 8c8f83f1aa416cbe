namespace Channels.Typed.PubSub;

/// <summary>Whoever receives the broadcasts of a topic.</summary>
public abstract class Subscriber
{
    /// <summary>
    /// Takes a broadcast. Called on the publisher's thread, from several threads at once, so it must neither block nor throw.
    /// </summary>
    /// <param name="broadcast">The broadcast.</param>
    public abstract void Deliver(Broadcast broadcast);
}
