namespace Channels.Typed.Client.Sockets;

/// <summary>
/// The slots of one socket, as many as <see cref="ChannelSocketOptions.MaxPendingPushes"/>. A push reserves a slot before it waits for a
/// join, a connection or the writer, and releases it when it is written or fails. Members need the socket's lock.
/// </summary>
internal sealed class PushSlots(SocketSettings settings)
{
    // The pushes that have a slot, oldest first.
    private readonly LinkedList<PendingPush> _reserved = new();

    // The pushes that wait for a slot, oldest first. Used with PushBufferFullMode.Wait only.
    private readonly LinkedList<PendingPush> _queue = new();

    private bool _isServingQueue;

    /// <summary>Gets how many pushes have a slot or wait for one.</summary>
    public int Count => _reserved.Count + _queue.Count;

    private bool IsFull => _reserved.Count >= settings.MaxPendingPushes;

    /// <summary>
    /// Applies <see cref="ChannelSocketOptions.PushBufferFullMode"/> before a push is accepted; <see langword="false"/> if it must be
    /// rejected.
    /// </summary>
    public bool TryMakeRoom()
    {
        switch (settings.PushBufferFullMode)
        {
            case PushBufferFullMode.DropOldest when IsFull:
                PendingPush oldest = _reserved.First!.Value; // Full, so not empty.
                oldest.Fail(ChannelErrorReason.BufferFull, "dropped as the oldest push, because the buffer was full and a newer push came");
                oldest.ReleaseSlot();
                return true;
            case PushBufferFullMode.Reject:
                return !IsFull;
            default:
                return true;
        }
    }

    /// <summary>Reserves a slot for the push, or queues it if there is none.</summary>
    /// <returns>
    /// <see langword="true"/> if the slot is reserved. Otherwise <see cref="Membership.OnSlotReserved"/> is called later.
    /// </returns>
    public bool ReserveOrQueue(PendingPush push)
    {
        if (IsFull)
        {
            push.OnQueued(_queue.AddLast(push));
            return false;
        }

        push.OnSlotReserved(_reserved.AddLast(push));
        return true;
    }

    public void Release(LinkedListNode<PendingPush> slot)
    {
        _reserved.Remove(slot);
        if (_isServingQueue)
        {
            return;
        }

        // A push that gets a slot may release it at once, which calls this method again. The loop here serves the next push, without
        // recursion.
        _isServingQueue = true;
        while (!IsFull && _queue.First is { } next)
        {
            _queue.RemoveFirst();
            PendingPush push = next.Value;
            push.OnSlotReserved(_reserved.AddLast(push));
            push.Channel.Membership.OnSlotReserved(push);
        }

        _isServingQueue = false;
    }

    /// <summary>Fails the pushes of a channel that wait for a slot.</summary>
    public void FailQueued(ClientChannel channel, ChannelErrorReason reason, string what)
    {
        foreach (PendingPush push in new List<PendingPush>(_queue))
        {
            if (push.Channel == channel)
            {
                push.Fail(reason, what);
            }
        }
    }
}
