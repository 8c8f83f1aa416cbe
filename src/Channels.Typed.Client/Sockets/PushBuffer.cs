namespace Channels.Typed.Client.Sockets;

/// <summary>
/// The pushes of one channel that wait until it is joined, in order. They have a slot each. Members need the socket's lock.
/// </summary>
internal sealed class PushBuffer
{
    private LinkedList<PendingPush>? _queue;

    public void Enqueue(PendingPush push) => push.OnQueued((_queue ??= new LinkedList<PendingPush>()).AddLast(push));

    public void SendAll(Connection connection, long joinRef)
    {
        while (Dequeue() is { } push)
        {
            push.SendOn(connection, joinRef);
        }

        _queue = null;
    }

    public void FailAll(ChannelErrorReason reason, string what)
    {
        // A push that fails removes itself from its queue.
        while (_queue?.First is { } first)
        {
            first.Value.Fail(reason, what);
        }

        _queue = null;
    }

    private PendingPush? Dequeue()
    {
        if (_queue?.First is not { } first)
        {
            return null;
        }

        _queue.RemoveFirst();
        return first.Value;
    }
}
