namespace Channels.Typed.Client.Tests.Model;

internal sealed partial class ModelClient
{
    /// <summary>The clock has come to the end of a timer.</summary>
    public void RunTimers(IReadOnlyList<ModelCall> calls)
    {
        if (AttemptDue == Now)
        {
            ConnectFailed();
        }
        else if (WaitDue == Now)
        {
            Attempt();
        }
        else if (HeartbeatDue == Now)
        {
            HeartbeatTimer();
        }
        else if (RequestDue == Now)
        {
            ConnectionEnded(SocketStateReason.ConnectionLost);
        }
        else if (Closing.Remove(Now))
        {
            ClosingEnded();
        }
        else if (calls.FirstOrDefault(call => call.Due == Now) is { } call)
        {
            Pushes.Fail(call, "Timeout");
        }
        else if (Channels.Find(c => c.Attempt?.Due == Now) is { } joining)
        {
            joining.JoinTimedOut();
        }
        else if (Channels.Find(c => c.RejoinDue == Now) is { } errored)
        {
            errored.RejoinTimer();
        }
        else
        {
            Channels.Find(c => c.Leave is { IsOver: false } leave && leave.Due == Now)!.End(ChannelStateReason.Left);
        }
    }

    public void Accepted()
    {
        AttemptDue = long.MaxValue;
        (IsConnected, IsSilent, _isWaitingForHeartbeat) = (true, false, false);
        Set(SocketState.Connected, SocketStateReason.Opened);
        HeartbeatDue = kind.IsPolling ? long.MaxValue : Now + Ticks(HeartbeatInterval);
        RequestBegins();
        Connects.ForEach(static call => call.End("connected"));
        Connects.Clear();
        foreach (ModelChannel channel in Joined.ToArray())
        {
            channel.Connected();
        }
    }

    public void ConnectFailed()
    {
        (AttemptDue, RequestDue) = (long.MaxValue, long.MaxValue);
        Told.Add($"{State} {SocketStateReason.ConnectFailed}");
        WaitForNext();
    }

    public void ConnectionEnded(SocketStateReason reason)
    {
        WaitForNext();
        Writer.Discard();
        Detach(isRequested: false);
        Set(SocketState.Reconnecting, reason);
    }

    public void ServerWorks() => _tries = 0;

    /// <summary>The server sent something, so that the next poll begins.</summary>
    public void ServerSent() => RequestBegins();

    public void KeptAlive()
    {
        RequestBegins();
        _tries = Joined.Count == 0 ? 0 : _tries;
    }

    /// <summary>The server answers a frame.</summary>
    public void Answered(ModelFrame frame, bool isOk, string text, bool isUnmatched)
    {
        ModelPending? pending = frame.Pending;
        if (pending is { IsOver: false })
        {
            if (pending.IsHeartbeat)
            {
                _isWaitingForHeartbeat = false;
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
                pending.Channel!.JoinAnswered(isOk, text);
            }

            pending.IsOver = true;
        }

        if (isUnmatched && Joined.Find(channel => channel.Topic == frame.Topic) is { State: ChannelState.Joined } lost)
        {
            lost.Crashed();
        }
    }

    private void HeartbeatTimer()
    {
        if (_isWaitingForHeartbeat)
        {
            ConnectionEnded(SocketStateReason.HeartbeatTimeout);
            return;
        }

        _isWaitingForHeartbeat = true;
        HeartbeatDue = Now + Ticks(HeartbeatTimeout);
        Send(new ModelFrame("phoenix", "heartbeat", "{}", null, new ModelPending { IsHeartbeat = true }));
    }
}
