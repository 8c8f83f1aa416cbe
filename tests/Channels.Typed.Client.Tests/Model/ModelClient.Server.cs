namespace Channels.Typed.Client.Tests.Model;

internal sealed partial class ModelClient
{
    /// <summary>Runs the timer that is due now.</summary>
    public void RunTimers(IReadOnlyList<ModelCall> calls)
    {
        if (AttemptDue == Now)
        {
            OnConnectFailed();
        }
        else if (WaitDue == Now)
        {
            StartAttempt();
        }
        else if (HeartbeatDue == Now)
        {
            HeartbeatTimer();
        }
        else if (RequestDue == Now)
        {
            OnConnectionEnded(SocketStateReason.ConnectionLost);
        }
        else if (Closing.Remove(Now))
        {
            CompleteDisconnects();
        }
        else if (calls.FirstOrDefault(call => call.Due == Now) is { } call)
        {
            Pushes.Fail(call, "Timeout");
        }
        else if (Channels.Find(c => c.Attempt?.Due == Now || c.CallDue == Now) is { } joining)
        {
            joining.OnJoinTimeout();
        }
        else if (Channels.Find(c => c.RejoinDue == Now) is { } errored)
        {
            errored.OnRejoinTimer();
        }
        else
        {
            Channels.Find(c => c.Leave is { IsOver: false } leave && leave.Due == Now)!.End(ChannelStateReason.Left);
        }
    }

    public void OnAccepted()
    {
        AttemptDue = long.MaxValue;
        (IsConnected, IsSilent, _heartbeat) = (true, false, null);
        Set(SocketState.Connected, SocketStateReason.Opened);
        HeartbeatDue = kind.IsPolling ? long.MaxValue : Now + Ticks(HeartbeatInterval);
        StartRequestTimer();
        Connects.ForEach(static call => call.End("connected"));
        Connects.Clear();
        foreach (ModelChannel channel in Joined.ToArray())
        {
            channel.OnConnected();
        }
    }

    public void OnConnectFailed()
    {
        (AttemptDue, RequestDue) = (long.MaxValue, long.MaxValue);
        Notifications.Add($"{State} {SocketStateReason.ConnectFailed}");
        WaitForNext();
    }

    public void OnConnectionEnded(SocketStateReason reason)
    {
        WaitForNext();
        Writer.Discard();
        Detach(isRequested: false);
        Set(SocketState.Reconnecting, reason);
    }

    public void ResetReconnectDelays() => _tries = 0;

    /// <summary>
    /// The server sent something, so the connection works. With long polling its poll has ended, so the next poll begins.
    /// </summary>
    public void OnServerMessage()
    {
        _hasReceived = true;
        StartRequestTimer();
    }

    public void OnKeepAlive()
    {
        OnServerMessage();
        _tries = Joined.Count == 0 ? 0 : _tries;
    }

    /// <summary>The server replies to a frame.</summary>
    public void OnReply(ModelFrame frame, bool isOk, string text, bool isUnmatched)
    {
        ModelPending? pending = frame.Pending;
        if (pending is { IsOver: false })
        {
            if (pending.IsHeartbeat)
            {
                HeartbeatDue = Now + Ticks(HeartbeatInterval);
                _tries = Joined.Count == 0 ? 0 : _tries;
            }
            else if (pending.Push is { } push)
            {
                Pushes.Fail(push, text);
            }
            else if (pending.IsLeave)
            {
                pending.Channel!.End(ChannelStateReason.Left);
            }
            else
            {
                pending.Channel!.OnJoinReply(isOk, text);
            }

            pending.IsOver = true;
        }

        if (isUnmatched && Joined.Find(channel => channel.Topic == frame.Topic) is { State: ChannelState.Joined } lost)
        {
            lost.OnCrash();
        }
    }

    private void HeartbeatTimer()
    {
        if (_heartbeat is { IsOver: false } unanswered)
        {
            if (!_hasReceived)
            {
                OnConnectionEnded(SocketStateReason.HeartbeatTimeout);
                return;
            }

            unanswered.IsOver = true;
        }

        _hasReceived = false;
        _heartbeat = new ModelPending { IsHeartbeat = true };
        HeartbeatDue = Now + Ticks(HeartbeatTimeout);
        Send(new ModelFrame("phoenix", "heartbeat", "{}", null, _heartbeat));
    }
}
