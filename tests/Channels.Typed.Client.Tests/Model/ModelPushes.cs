namespace Channels.Typed.Client.Tests.Model;

/// <summary>The pushes of a socket that wait: for a slot, for their channel to be joined, or for their reply.</summary>
internal sealed class ModelPushes(ModelClient client, PushBufferFullMode fullMode)
{
    public const int MaxPending = 3;

    private readonly List<ModelCall> _holders = [];
    private readonly List<ModelCall> _entering = [];
    private readonly List<ModelCall> _sent = [];

    /// <summary>Gets how many pushes wait for their reply.</summary>
    public int SentCount => _sent.Count;

    /// <summary>Gets how many pushes hold a slot or wait for one.</summary>
    public int SlotCount => _holders.Count + _entering.Count;

    public void PushCalled(ModelCall call, long timeout)
    {
        ModelChannel channel = call.Channel!; // A push has a channel.
        if (channel.Refusal() is { } refusal)
        {
            call.End(refusal);
            return;
        }

        if (!client.CanSend(call))
        {
            call.End(nameof(NotSupportedException));
            return;
        }

        bool isFull = _holders.Count >= MaxPending;
        if (isFull && fullMode == PushBufferFullMode.Reject)
        {
            call.End("BufferFull");
            return;
        }

        if (isFull && fullMode == PushBufferFullMode.DropOldest)
        {
            ModelCall oldest = _holders[0];
            Fail(oldest, "BufferFull");
            ReleaseSlot(oldest);
        }

        call.Due = client.Now + timeout;
        if (_holders.Count >= MaxPending)
        {
            _entering.Add(call);
        }
        else
        {
            Admit(call);
        }
    }

    public void Fail(ModelCall call, string outcome)
    {
        call.End(outcome);
        _ = _sent.Remove(call);
        _ = _entering.Remove(call);
        _ = call.Channel!.Buffer.Remove(call); // A push has a channel.
        if (!client.Writer.Has(call))
        {
            ReleaseSlot(call);
        }
    }

    /// <summary>The writer has passed the push to the network.</summary>
    public void OnWritten(ModelCall call)
    {
        if (call.Kind == StepKind.Send)
        {
            Fail(call, "sent");
        }
    }

    public void FailSent(ModelChannel? channel, string outcome)
    {
        foreach (ModelCall call in _sent.Where(call => channel is null || call.Channel == channel).ToArray())
        {
            Fail(call, outcome);
        }
    }

    public void FailWaiting(ModelChannel channel, string outcome)
    {
        foreach (ModelCall call in _entering.Where(call => call.Channel == channel).Concat(channel.Buffer).ToArray())
        {
            Fail(call, outcome);
        }
    }

    /// <summary>The channel is joined: its waiting pushes are sent.</summary>
    public void SendBuffer(ModelChannel channel)
    {
        ModelCall[] calls = [.. channel.Buffer];
        channel.Buffer.Clear();
        foreach (ModelCall call in calls)
        {
            Write(call);
        }
    }

    /// <summary>Releases the slot of the push, if it holds one. Pushes that wait for a slot then get it.</summary>
    public void ReleaseSlot(ModelCall call)
    {
        if (!call.HoldsSlot)
        {
            return;
        }

        call.HoldsSlot = false;
        _ = _holders.Remove(call);
        while (_holders.Count < MaxPending && _entering.Count > 0)
        {
            ModelCall next = _entering[0];
            _entering.RemoveAt(0);
            Admit(next);
        }
    }

    private void Admit(ModelCall call)
    {
        _holders.Add(call);
        call.HoldsSlot = true;
        ModelChannel channel = call.Channel!; // A push has a channel.
        if (channel.Refusal() is { } refusal)
        {
            Fail(call, refusal);
        }
        else if (channel.State == ChannelState.Joined && client.IsConnected)
        {
            Write(call);
        }
        else
        {
            channel.Buffer.Add(call);
        }
    }

    private void Write(ModelCall call)
    {
        call.Pending = new ModelPending { Push = call };
        ModelChannel channel = call.Channel!; // A push has a channel.
        client.Send(new ModelFrame(channel.Topic, "ping", call.Payload, channel.Join, call.Pending, call.IsBinary));
        _sent.Add(call);
    }
}
