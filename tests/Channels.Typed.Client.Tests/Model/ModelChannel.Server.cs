namespace Channels.Typed.Client.Tests.Model;

internal sealed partial class ModelChannel
{
    private static readonly int[] RejoinDelays = [1000, 2000, 5000];

    public void OnConnected()
    {
        _rejoinTries = 0;
        if (State is ChannelState.Joining or ChannelState.Errored)
        {
            SendJoin();
        }
    }

    public void OnDisconnected(bool isRequested)
    {
        StopJoining();
        if (State == ChannelState.Leaving)
        {
            End(ChannelStateReason.Left);
            return;
        }

        if (_caller is null)
        {
            Set(ChannelState.Errored, isRequested ? ChannelStateReason.Disconnected : ChannelStateReason.ConnectionLost);
        }

        if (isRequested)
        {
            FailWaiting("Disconnected");
            FailJoin(ChannelStateReason.Disconnected, "Disconnected");
        }
    }

    public void OnJoinReply(bool isOk, string text)
    {
        ModelCall? caller = _caller;
        (_caller, Attempt) = (null, null);
        if (isOk)
        {
            Set(ChannelState.Joined, caller is null ? ChannelStateReason.Rejoined : ChannelStateReason.Joined);
            _rejoinTries = 0;
            client.ResetReconnectDelays();
            client.Pushes.SendBuffer(this);
        }
        else if (caller is null)
        {
            RejoinLater(ChannelStateReason.JoinRefused);
        }
        else
        {
            CloseAfterFailedJoin(ChannelStateReason.JoinRefused);
        }

        if (caller is null)
        {
            Notify("rejoined " + text);
        }

        caller?.End(text);
    }

    public void OnJoinTimeout()
    {
        LeaveIfJoining();
        if (_caller is null)
        {
            RejoinLater(ChannelStateReason.JoinTimeout);
        }
        else
        {
            FailJoin(ChannelStateReason.JoinTimeout, "Timeout");
            client.StopConnectingIfUnneeded();
        }
    }

    public void OnRejoinTimer()
    {
        RejoinDue = long.MaxValue;
        if (State == ChannelState.Errored && client.IsConnected)
        {
            SendJoin();
        }
    }

    public void OnEvent(string? joinRef, string name, bool isBinary)
    {
        if (joinRef is not null && joinRef != Join.Ref)
        {
            return;
        }

        switch (name)
        {
            case "phx_close":
                End(Leave is null ? ChannelStateReason.ClosedByServer : ChannelStateReason.Left);
                break;
            case "phx_error":
                OnCrash();
                break;
            default:
                if (State is ChannelState.Joined or ChannelState.Joining)
                {
                    Notify(isBinary ? name + " as bytes" : name);
                }

                break;
        }
    }

    public void OnCrash()
    {
        switch (State)
        {
            case ChannelState.Joining when _caller is not null:
                StopJoining();
                FailJoin(ChannelStateReason.Crashed, "ChannelCrashed");
                break;
            case ChannelState.Joining or ChannelState.Joined:
                StopJoining();
                client.Pushes.FailSent(this, "ChannelCrashed");
                RejoinLater(ChannelStateReason.Crashed);
                break;
            case ChannelState.Leaving:
                End(ChannelStateReason.Left);
                break;
        }
    }

    // The payload function of a join or rejoin failed.
    private void OnPayloadFailed()
    {
        StopJoining();
        if (_caller is { } caller)
        {
            CloseAfterFailedJoin(ChannelStateReason.JoinFailed);
            caller.End(nameof(IOException));
        }
        else
        {
            RejoinLater(ChannelStateReason.JoinFailed);
        }
    }

    private void RejoinLater(ChannelStateReason reason)
    {
        Set(ChannelState.Errored, reason);
        RejoinDue = client.Now + (RejoinDelays[_rejoinTries] * TimeSpan.TicksPerMillisecond);
        _rejoinTries = Math.Min(_rejoinTries + 1, RejoinDelays.Length - 1);
    }

    private void FailJoin(ChannelStateReason stateReason, string reason)
    {
        if (_caller is { } caller)
        {
            CloseAfterFailedJoin(stateReason);
            caller.End(reason);
        }
    }
}
