namespace Channels.Typed.PubSub.Tests.Fixture;

/// <summary>Records broadcasts in its own log or a shared one. Not thread-safe.</summary>
internal sealed class RecordingSubscriber(string name = "", List<string>? log = null, Action<Broadcast>? then = null) : Subscriber
{
    public List<string> Log { get; } = log ?? [];

    public List<Broadcast> Broadcasts { get; } = [];

    public override void Deliver(Broadcast broadcast)
    {
        Log.Add(name + Frames.Text(broadcast.Payload));
        Broadcasts.Add(broadcast);
        then?.Invoke(broadcast);
    }
}
