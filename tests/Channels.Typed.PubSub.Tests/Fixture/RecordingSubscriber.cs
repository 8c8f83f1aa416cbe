namespace Channels.Typed.PubSub.Tests.Fixture;

/// <summary>Writes down what it gets, into a log of its own or a shared one. For tests with one publisher at a time.</summary>
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
