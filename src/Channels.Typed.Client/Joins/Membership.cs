using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Pushes;
using Channels.Typed.Client.Reconnect;
using Channels.Typed.Client.Sockets;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Joins;

/// <summary>
/// The state machine of one channel (README, "Channel"): here what the application does, in the other files how it joins, and what the server
/// and the connection do. Every member needs the socket's gate.
/// </summary>
internal sealed partial class Membership(SocketEngine engine, ClientChannel channel)
{
    private readonly PushBuffer _buffer = new();
    private readonly DelaySchedule _rejoins = engine.Settings.RejoinSchedule();
    private JoinPayload _payload;
    private TimeSpan _joinTimeout;

    // Who called JoinAsync and waits; none in a rejoin.
    private TaskCompletionSource<ReplyFrame>? _caller;

    // The join frame that was sent and not answered yet.
    private JoinAttempt? _attempt;
    private LeaveAttempt? _leave;
    private ITimer? _rejoinTimer;

    // Names the present join: what carries another join ref is left over from an earlier one.
    private long _joinRef;
    private bool _isEnded;
    private bool _isDisposed;
    private string _endedWhy = "";

    public ChannelState State { get; private set; }

    public ChannelTelemetry Telemetry => channel.Telemetry;

    private bool IsOnServer => State == ChannelState.Joined || _attempt is { IsSent: true };

    /// <summary>The topic is joined anew, by this channel or another one. The newest join wins, as on the server.</summary>
    public void GiveWay()
    {
        switch (State)
        {
            case ChannelState.Closed:
                break;
            case ChannelState.Leaving:
                End(ChannelStateReason.Left, "the channel was left", isDiscarding: true);
                break;
            default:
                Log.Replaced(engine.Settings.Logger, channel.Topic);
                LeaveBehind();
                End(ChannelStateReason.Replaced, "another channel of the socket joined the topic", isDiscarding: false);
                break;
        }
    }

    public void Push(PendingPush push, TimeSpan timeout)
    {
        if (Refusal() is { } refusal)
        {
            throw Refused(push, refusal.Reason, refusal.What);
        }

        engine.Settings.EnsureCanSend(push.Payload);
        if (!engine.Slots.TryMakeRoom())
        {
            throw Refused(
                push, ChannelErrorReason.BufferFull, $"{engine.Settings.MaxPendingPushes} pushes wait already. Wait for replies, or raise ChannelSocketOptions.MaxPendingPushes");
        }

        push.Start(timeout);
        engine.Slots.Enter(push);
    }

    /// <summary>A push has got its place among those that may wait.</summary>
    public void Admit(PendingPush push)
    {
        if (Refusal() is { } refusal)
        {
            push.Fail(refusal.Reason, refusal.What);
        }
        else if (State == ChannelState.Joined && engine.Connection is { } connection)
        {
            push.SendOn(connection, _joinRef);
        }
        else
        {
            _buffer.Add(push);
        }
    }

    public Task Leave(TimeSpan timeout)
    {
        if (_leave is not null)
        {
            return _leave.Task;
        }

        if (_isEnded || !IsOnServer || engine.Connection is not { } connection)
        {
            End(ChannelStateReason.Left, "the channel was left", isDiscarding: true);
            return Task.CompletedTask;
        }

        // What is on its way goes before the leave, and the server answers in order.
        _leave = new LeaveAttempt(engine, this);
        FailUnsent("the channel was left");
        SetState(ChannelState.Leaving, ChannelStateReason.Requested);
        _leave.Send(connection, channel, _joinRef, timeout);
        return _leave.Task;
    }

    /// <summary>The server is told, if it knows the channel, and nobody waits for its answer.</summary>
    public void LeaveBehind()
    {
        if (IsOnServer)
        {
            SendLeave();
        }
    }

    /// <summary>Leaves without waiting for the server.</summary>
    public void Abandon()
    {
        _isDisposed = true;
        LeaveBehind();
        End(ChannelStateReason.Disposed, "the channel was disposed", isDiscarding: true);
    }

    public void End(ChannelStateReason reason, string why, bool isDiscarding)
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        _endedWhy = why;
        FailEverything(why);
        SetState(ChannelState.Closed, reason);
        engine.Forget(channel);
        channel.EventsEnded(isDiscarding);
        _leave?.Complete();
    }

    private void SetState(ChannelState state, ChannelStateReason reason, PushReply? reply = null)
    {
        ChannelState previous = State;
        State = state;
        if (previous != state)
        {
            Count(previous, state);
            channel.StateChanged(new ChannelStateChange(previous, state, reason, reply));
        }
    }

    private void Count(ChannelState previous, ChannelState state)
    {
        if (state == ChannelState.Joined)
        {
            Telemetry.OnJoined();
        }
        else if (previous == ChannelState.Joined)
        {
            Telemetry.OnNotJoined();
        }
    }

    // Why no push is taken now, if none is.
    private (ChannelErrorReason Reason, string What)? Refusal() =>
        _isEnded ? (ChannelErrorReason.Closed, $"the channel has ended: {_endedWhy}")
        : State == ChannelState.Leaving ? (ChannelErrorReason.Closed, "the channel is being left")
        : State == ChannelState.Closed ? (ChannelErrorReason.NotJoined, "the channel is not joined. Call JoinAsync first")
        : null;

    private void SendLeave() => engine.Connection?.Enqueue(OutboundFrame.Leave(channel, _joinRef, engine.NextRef()));

    // The pushes that are not on their way yet.
    private void FailWaiting(ChannelErrorReason reason, string what)
    {
        engine.Slots.FailEntering(channel, reason, what);
        _buffer.FailAll(reason, what);
    }

    private void FailEverything(string why)
    {
        FailUnsent(why);
        engine.Connection?.FailPushes(channel, ChannelErrorReason.Closed, why);
    }

    private void FailUnsent(string why)
    {
        StopTimers(TelemetryTags.Closed);
        FailWaiting(ChannelErrorReason.Closed, why);
        _ = _caller?.TrySetException(new ChannelException(ChannelErrorReason.Closed, $"The join of topic '{channel.Topic}' was given up: {why}."));
        _caller = null;
    }

    // The attempt to join, if there is one, ends with this outcome.
    private void StopTimers(string outcome)
    {
        _rejoinTimer?.Dispose();
        _rejoinTimer = null;
        if (_attempt is not null)
        {
            _attempt.Stop(outcome);
            if (_attempt.IsSent)
            {
                engine.Connection?.Forget(_joinRef);
            }

            _attempt = null;
        }
    }

    private ChannelException Refused(PendingPush push, ChannelErrorReason reason, string what) =>
        new(reason, $"'{push.EventName}' on topic '{channel.Topic}' was not sent: {what}.");
}
