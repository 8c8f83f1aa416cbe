namespace Channels.Typed.Client.Tests.Model;

/// <summary>
/// What a channel must do, by the state tables of the client's READMEs. This file has what the application calls; the other file has
/// what the server and the connection cause.
/// </summary>
internal sealed partial class ModelChannel(ModelClient client, string topic)
{
    private ModelCall? _caller;
    private ModelCall? _join;
    private long _joinTimeout;
    private long _callDue;
    private int _payloadsMade;
    private int _rejoinTries;

    public string Topic { get; } = topic;

    public ChannelState State { get; private set; }

    public JoinToken Join { get; private set; } = new();

    /// <summary>Gets when the JoinAsync call that waits times out.</summary>
    public long CallDue => _caller is null ? long.MaxValue : _callDue;

    public ModelPending? Attempt { get; private set; }

    public ModelPending? Leave { get; private set; }

    public List<ModelCall> LeaveCalls { get; } = [];

    public long RejoinDue { get; private set; } = long.MaxValue;

    public List<ModelCall> Buffer { get; } = [];

    public bool IsEnded { get; private set; }

    public bool IsDisposed { get; private set; }

    public bool IsOpen { get; set; } = true;

    /// <summary>Gets what the handlers must receive, in order: state changes, rejoins, and events.</summary>
    public List<string> Notifications { get; } = [];

    private bool IsOnServer => State == ChannelState.Joined || Attempt is not null;

    public void JoinCalled(ModelCall call, long timeout)
    {
        string? refusal = IsDisposed ? nameof(ObjectDisposedException)
            : State is not (ChannelState.Closed or ChannelState.Leaving) ? nameof(InvalidOperationException)
            : !client.CanSend(call) ? nameof(NotSupportedException)
            : client.State == SocketState.Closed ? nameof(ObjectDisposedException)
            : null;
        if (refusal is not null)
        {
            call.End(refusal);
            return;
        }

        client.EnsureConnecting();
        ReplaceByNewer();
        client.Joined.Find(other => other.Topic == Topic)?.ReplaceByNewer();
        client.Joined.Add(this);
        IsOpen = true;
        if (IsEnded)
        {
            IsEnded = false;
            Leave = null;
            _rejoinTries = 0;
        }

        (_caller, _join, _joinTimeout, _payloadsMade) = (call, call, timeout, 0);
        _callDue = client.Now + timeout;
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
            client.StopConnectingIfUnneeded();
            return;
        }

        FailUnsent();
        Set(ChannelState.Leaving, ChannelStateReason.Requested);
        Leave = new ModelPending { Channel = this, IsLeave = true, Due = client.Now + timeout };
        LeaveCalls.Add(call);
        client.Send(new ModelFrame(Topic, "phx_leave", "{}", Join, Leave));
    }

    public void Dispose()
    {
        IsDisposed = true;
        SendLeaveIfOnServer();
        End(ChannelStateReason.Disposed);
        client.StopConnectingIfUnneeded();
    }

    /// <summary>Sends <c>phx_leave</c> if the server has the channel, without waiting for a reply.</summary>
    public void SendLeaveIfOnServer()
    {
        if (IsOnServer)
        {
            SendLeave();
        }
    }

    public void Cancel(ModelCall call)
    {
        if (_caller == call)
        {
            LeaveIfJoining();
            call.End("canceled");
            CloseAfterFailedJoin(ChannelStateReason.JoinFailed);
            client.StopConnectingIfUnneeded();
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

    /// <summary>
    /// Returns why a push is refused in this state, or <see langword="null"/>. Applies to new pushes, and to pushes that get their slot
    /// now.
    /// </summary>
    public string? Refusal() =>
        IsEnded || State == ChannelState.Leaving ? "Closed"
        : State == ChannelState.Closed ? "NotJoined"
        : null;

    private void ReplaceByNewer()
    {
        switch (State)
        {
            case ChannelState.Closed:
                break;
            case ChannelState.Leaving:
                End(ChannelStateReason.Left);
                break;
            default:
                SendLeaveIfOnServer();
                End(ChannelStateReason.Replaced);
                break;
        }
    }

    private void SendJoin()
    {
        StopJoining();
        Set(ChannelState.Joining, ChannelStateReason.Rejoining);
        Attempt = new ModelPending { Channel = this, Due = _caller is null ? client.Now + _joinTimeout : long.MaxValue };
        if (_join!.FailsOnAttempt(++_payloadsMade)) // Set by JoinCalled, which comes first.
        {
            OnPayloadFailed();
            return;
        }

        Join = new JoinToken();
        client.Send(new ModelFrame(Topic, "phx_join", _join.Payload, Join, Attempt, _join.IsBinary));
    }

    private void SendLeave()
    {
        if (client.IsConnected)
        {
            client.Send(new ModelFrame(Topic, "phx_leave", "{}", Join, null));
        }
    }

    private void LeaveIfJoining()
    {
        if (Attempt is not null)
        {
            StopJoining();
            SendLeave();
        }
    }

    private void CloseAfterFailedJoin(ChannelStateReason reason)
    {
        _caller = null;
        Set(ChannelState.Closed, reason);
        _ = client.Joined.Remove(this);
        FailWaiting("NotJoined");
    }

    private void FailWaiting(string reason) => client.Pushes.FailWaiting(this, reason);

    private void FailEverything()
    {
        FailUnsent();
        client.Pushes.FailSent(this, "Closed");
    }

    private void FailUnsent()
    {
        StopJoining();
        FailWaiting("Closed");
        _caller?.End("Closed");
        _caller = null;
    }

    private void StopJoining()
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
            Notify($"{State} {state} {reason}");
            State = state;
        }
    }

    private void Notify(string what)
    {
        if (!IsDisposed)
        {
            Notifications.Add(what);
        }
    }
}
