using Channels.Typed.Client.Sockets;

namespace Channels.Typed.Client.Pushes;

/// <summary>The pushes of one channel that wait for it to be joined, in order. Guarded by the socket's gate.</summary>
internal sealed class PushBuffer
{
    private LinkedList<PendingPush>? _waiting;

    public void Add(PendingPush push) => push.WaitAt((_waiting ??= new LinkedList<PendingPush>()).AddLast(push));

    public void SendAll(Connection connection, long joinRef)
    {
        while (TakeFirst() is { } push)
        {
            push.SendOn(connection, joinRef);
        }

        _waiting = null;
    }

    public void FailAll(ChannelErrorReason reason, string what)
    {
        // A push that fails takes itself out.
        while (_waiting?.First is { } first)
        {
            first.Value.Fail(reason, what);
        }

        _waiting = null;
    }

    private PendingPush? TakeFirst()
    {
        if (_waiting?.First is not { } first)
        {
            return null;
        }

        _waiting.RemoveFirst();
        return first.Value;
    }
}
