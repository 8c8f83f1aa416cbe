namespace Channels.Typed.Client.Tests.Model;

/// <summary>What a channel has to do, as the client's README says it.</summary>
internal sealed class ModelChannel(ModelClient client, string topic)
{
    private static readonly int[] RejoinDelays = [1000, 2000, 5000];

    private ModelCall? _caller;
    private string _payload = "";
    private long _joinTimeout;
    private int _rejoinTries;

    public string Topic { get; } = topic;

    public ChannelState State { get; private set; }

    public JoinToken Join { get; private set; } = new();

    public ModelPending? Attempt { get; private set; }

    public ModelPending? Leave { get; private set; }

    public List<ModelCall> LeaveCalls { get; } = [];

    public long RejoinDue { get; private set; } = long.MaxValue;

    public List<ModelCall> Buffer { get; } = [];

    public bool IsEnded { get; private set; }

    public bool IsDisposed { get; private set; }

    public bool IsOpen { get; set; } = true;

    /// <summary>Gets what handlers have to be told, in order.</summary>
    public List<string> Told { get; } = [];

    private bool IsOnServer => State == ChannelState.Joined || Attempt is not null;

    public void JoinCalled(ModelCall call, long timeout)
    {
        if (IsDisposed || (State is ChannelState.Closed or ChannelState.Leaving && client.State == SocketState.Closed))
        {
            call.End(nameof(ObjectDisposedException));
            return;
        }

        if (State is not (ChannelState.Closed or ChannelState.Leaving))
        {
            call.End(nameof(InvalidOperationException));
            return;
        }

        client.EnsureConnecting();
        GiveWay();
        client.Joined.Find(other => other.Topic == Topic)?.GiveWay();
        client.Joined.Add(this);
        IsOpen = true;
        if (IsEnded)
        {
            IsEnded = false;
            Leave = null;
            _rejoinTries = 0;
        }

        (_caller, _payload, _joinTimeout) = (call, call.Payload, timeout);
        Set(ChannelState.Joining, ChannelStateReason.Requested);
        if (client.IsConnected)
        {
            SendJoin();
        }
    }

    public void LeaveCalled(ModelCall call, long timeout)
    {
        if (Leave is { IsOver: false })
        {
            LeaveCalls.Add(call);
            return;
        }

        if (Leave is not null || IsEnded || !IsOnServer || !client.IsConnected)
        {
            call.End("left");
            End(ChannelStateReason.Left);
            return;
        }

        FailEverything();
        Set(ChannelState.Leaving, ChannelStateReason.Requested);
        Leave = new ModelPending { Channel = this, IsLeave = true, Due = client.Now + timeout };
        LeaveCalls.Add(call);
        client.Send(new ModelFrame(Topic, "phx_leave", "{}", Join, Leave));
    }

    public void Dispose()
    {
        IsDisposed = true;
        if (IsOnServer)
        {
            SendLeave();
        }

        End(ChannelStateReason.Disposed);
    }

    public void Cancel(ModelCall call)
    {
        if (_caller == call)
        {
            LeaveAttempt();
            call.End("canceled");
            NotJoined(ChannelStateReason.JoinFailed);
        }
    }

    public void Connected()
    {
        _rejoinTries = 0;
        if (State is ChannelState.Joining or ChannelState.Errored)
        {
            SendJoin();
        }
    }

    public void Disconnected(bool isRequested)
    {
        Stop();
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

    public void JoinAnswered(bool isOk, string text)
    {
        ModelCall? caller = _caller;
        (_caller, Attempt) = (null, null);
        if (isOk)
        {
            Set(ChannelState.Joined, caller is null ? ChannelStateReason.Rejoined : ChannelStateReason.Joined);
            _rejoinTries = 0;
            client.ServerWorks();
            ModelCall[] waiting = [.. Buffer];
            Buffer.Clear();
            client.SendAll(waiting);
        }
        else if (caller is null)
        {
            RejoinLater(ChannelStateReason.JoinRefused);
        }
        else
        {
            NotJoined(ChannelStateReason.JoinRefused);
        }

        if (caller is null)
        {
            Tell("rejoined " + text);
        }

        caller?.End(text);
    }

    public void JoinTimedOut()
    {
        LeaveAttempt();
        if (_caller is null)
        {
            RejoinLater(ChannelStateReason.JoinTimeout);
        }
        else
        {
            FailJoin(ChannelStateReason.JoinTimeout, "Timeout");
        }
    }

    public void RejoinTimer()
    {
        RejoinDue = long.MaxValue;
        if (State == ChannelState.Errored && client.IsConnected)
        {
            SendJoin();
        }
    }

    public void EventCame(string joinRef, string name)
    {
        if (joinRef != "null" && joinRef != Join.Ref)
        {
            return;
        }

        switch (name)
        {
            case "phx_close":
                End(Leave is null ? ChannelStateReason.ClosedByServer : ChannelStateReason.Left);
                break;
            case "phx_error":
                Crashed();
                break;
            default:
                if (State is ChannelState.Joined or ChannelState.Joining)
                {
                    Tell(name);
                }

                break;
        }
    }

    public void Crashed()
    {
        switch (State)
        {
            case ChannelState.Joining when _caller is not null:
                Stop();
                FailJoin(ChannelStateReason.Crashed, "ChannelCrashed");
                break;
            case ChannelState.Joining or ChannelState.Joined:
                Stop();
                client.FailSent(this, "ChannelCrashed");
                RejoinLater(ChannelStateReason.Crashed);
                break;
            case ChannelState.Leaving:
                End(ChannelStateReason.Left);
                break;
        }
    }

    public void End(ChannelStateReason reason)
    {
        if (IsEnded)
        {
            return;
        }

        IsEnded = true;
        FailEverything();
        Set(ChannelState.Closed, reason);
        _ = client.Joined.Remove(this);
        IsOpen = false;
        if (Leave is not null)
        {
            Leave.IsOver = true;
            LeaveCalls.ForEach(static call => call.End("left"));
            LeaveCalls.Clear();
        }
    }

    /// <summary>Why a push is refused now, or would be if it got its place now.</summary>
    public string? Refusal() =>
        IsEnded || State == ChannelState.Leaving ? "Closed"
        : State == ChannelState.Closed ? "NotJoined"
        : null;

    private void GiveWay()
    {
        switch (State)
        {
            case ChannelState.Closed:
                break;
            case ChannelState.Leaving:
                End(ChannelStateReason.Left);
                break;
            default:
                if (IsOnServer)
                {
                    SendLeave();
                }

                End(ChannelStateReason.Replaced);
                break;
        }
    }

    private void SendJoin()
    {
        Stop();
        Set(ChannelState.Joining, ChannelStateReason.Rejoining);
        Attempt = new ModelPending { Channel = this, Due = client.Now + _joinTimeout };
        Join = new JoinToken();
        client.Send(new ModelFrame(Topic, "phx_join", _payload, Join, Attempt));
    }

    private void SendLeave()
    {
        if (client.IsConnected)
        {
            client.Send(new ModelFrame(Topic, "phx_leave", "{}", Join, null));
        }
    }

    private void LeaveAttempt()
    {
        if (Attempt is not null)
        {
            Stop();
            SendLeave();
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
            NotJoined(stateReason);
            caller.End(reason);
        }
    }

    private void NotJoined(ChannelStateReason reason)
    {
        _caller = null;
        Set(ChannelState.Closed, reason);
        _ = client.Joined.Remove(this);
        FailWaiting("NotJoined");
    }

    private void FailWaiting(string reason) => client.FailWaiting(this, reason);

    private void FailEverything()
    {
        Stop();
        client.FailSent(this, "Closed");
        FailWaiting("Closed");
        _caller?.End("Closed");
        _caller = null;
    }

    private void Stop()
    {
        RejoinDue = long.MaxValue;
        if (Attempt is not null)
        {
            Attempt.IsOver = true;
            Attempt = null;
        }
    }

    private void Set(ChannelState state, ChannelStateReason reason)
    {
        if (State != state)
        {
            Tell($"{State} {state} {reason}");
            State = state;
        }
    }

    private void Tell(string what)
    {
        if (!IsDisposed)
        {
            Told.Add(what);
        }
    }
}
