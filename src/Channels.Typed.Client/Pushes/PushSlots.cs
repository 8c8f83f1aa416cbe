using Channels.Typed.Client.Joins;
using Channels.Typed.Client.Sockets;

namespace Channels.Typed.Client.Pushes;

/// <summary>The places of <see cref="ChannelSocketOptions.MaxPendingPushes"/>, and what happens when all are taken. Guarded by the socket's gate.</summary>
internal sealed class PushSlots(SocketSettings settings)
{
    // In the order in which they came.
    private readonly LinkedList<PendingPush> _holders = new();

    // Those that wait for a place, with PushBufferFullMode.Wait.
    private readonly LinkedList<PendingPush> _entering = new();

    private bool _isAdmitting;

    /// <summary>Gets how many pushes have a place or wait for one.</summary>
    public int Count => _holders.Count + _entering.Count;

    private bool IsFull => _holders.Count >= settings.MaxPendingPushes;

    /// <summary>Sees to it that one more push may come; <see langword="false"/> if it is to be refused.</summary>
    public bool TryMakeRoom()
    {
        switch (settings.PushBufferFullMode)
        {
            case PushBufferFullMode.DropOldest when IsFull:
                PendingPush oldest = _holders.First!.Value; // Full, so not empty.
                oldest.Fail(ChannelErrorReason.BufferFull, "it was the oldest of too many that waited, and was dropped for a newer one");
                oldest.ReleaseSlot();
                return true;
            case PushBufferFullMode.Reject:
                return !IsFull;
            default:
                return true;
        }
    }

    /// <summary>Gives the push a place, now or when there is one.</summary>
    public void Enter(PendingPush push)
    {
        if (IsFull)
        {
            push.WaitAt(_entering.AddLast(push));
            return;
        }

        Admit(push);
    }

    public void Release(LinkedListNode<PendingPush> slot)
    {
        _holders.Remove(slot);
        if (_isAdmitting)
        {
            return;
        }

        // A push that is admitted may give its place back at once: then the next one has its turn here, and not one call deeper.
        _isAdmitting = true;
        while (!IsFull && _entering.First is { } next)
        {
            _entering.RemoveFirst();
            Admit(next.Value);
        }

        _isAdmitting = false;
    }

    public void FailEntering(ClientChannel channel, ChannelErrorReason reason, string what)
    {
        foreach (PendingPush push in new List<PendingPush>(_entering))
        {
            if (push.Channel == channel)
            {
                push.Fail(reason, what);
            }
        }
    }

    private void Admit(PendingPush push)
    {
        push.HoldSlot(_holders.AddLast(push));
        push.Channel.Membership.Admit(push);
    }
}
