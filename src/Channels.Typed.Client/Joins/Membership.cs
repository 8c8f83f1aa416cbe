using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Pushes;
using Channels.Typed.Client.Reconnect;
using Channels.Typed.Client.Sockets;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Joins;

/// <summary>
/// The state machine of one channel (README, "Channel"): here what the application does, in the other file what the server and the
/// connection do. Every member needs the socket's gate.
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

    public TaskCompletionSource<ReplyFrame> Join(JoinPayload payload, TimeSpan timeout)
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(nameof(ClientChannel), $"The channel of topic '{channel.Topic}' was disposed. Make a new one.");
        }

        if (State is not (ChannelState.Closed or ChannelState.Leaving))
        {
            throw new InvalidOperationException(
                $"The channel of topic '{channel.Topic}' is {State} already. Join once: it rejoins by itself after a lost connection or a crash.");
        }

        engine.Settings.EnsureCanSend(payload.Value);
        engine.EnsureConnecting();
        GiveWay();
        engine.Claim(channel);
        if (_isEnded)
        {
            _isEnded = false;
            _leave = null;
            _rejoins.Reset();
            channel.Reopened();
        }

        _payload = payload;
        _joinTimeout = timeout;
        _caller = new TaskCompletionSource<ReplyFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
        SetState(ChannelState.Joining, ChannelStateReason.Requested);
        TaskCompletionSource<ReplyFrame> caller = _caller;
        if (engine.Connection is { } connection)
        {
            SendJoin(connection);
        }

        return caller;
    }

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
                if (IsOnServer)
                {
                    SendLeave();
                }

                End(ChannelStateReason.Replaced, "another channel of the socket joined the topic", isDiscarding: false);
                break;
        }
    }

    public void CancelJoin(TaskCompletionSource<ReplyFrame> caller, CancellationToken cancellationToken)
    {
        if (_caller == caller)
        {
            LeaveAttempted(TelemetryTags.Canceled);
            _ = caller.TrySetCanceled(cancellationToken);
            NotJoined(ChannelStateReason.JoinFailed);
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

        _leave = new LeaveAttempt(engine, this);
        FailEverything("the channel was left");
        SetState(ChannelState.Leaving, ChannelStateReason.Requested);
        _leave.Send(connection, channel, _joinRef, timeout);
        return _leave.Task;
    }

    /// <summary>The connection is going to end without the server's knowledge.</summary>
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
        if (IsOnServer)
        {
            SendLeave();
        }

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

    private void SendJoin(Connection connection)
    {
        StopTimers(TelemetryTags.Disconnected);
        SetState(ChannelState.Joining, ChannelStateReason.Rejoining);
        _attempt = new JoinAttempt(engine, this);
        _attempt.Start(_joinTimeout);
        if (_payload.Factory is { } factory)
        {
            // The application's, so not under the gate.
            JoinAttempt attempt = _attempt;
            CancellationToken stopped = attempt.WatchForStop();
            _ = BackgroundTask.Run(() => MakePayloadAsync(attempt, factory, stopped));
        }
        else
        {
            SendJoin(connection, _attempt, _payload.Value);
        }
    }

    private void SendJoin(Connection connection, JoinAttempt attempt, ChannelPayload payload)
    {
        attempt.IsSent = true;
        _joinRef = engine.NextRef();
        connection.Expect(_joinRef, attempt);
        connection.Enqueue(OutboundFrame.Join(channel, _joinRef, payload));
    }

    private async Task MakePayloadAsync(JoinAttempt attempt, Func<CancellationToken, ValueTask<ChannelPayload>> factory, CancellationToken stopped)
    {
        ChannelPayload payload = default;
        Exception? failure = null;
        try
        {
            payload = await factory(stopped).ConfigureAwait(false);
            engine.Settings.EnsureCanSend(payload);
        }
        catch (Exception e)
        {
            failure = e;
        }

        lock (engine.Gate)
        {
            if (_attempt != attempt)
            {
                // Timed out, left, or meant for a connection that is lost: the next one asks again.
                return;
            }

            if (failure is not null)
            {
                OnPayloadFailed(failure);
            }
            else if (engine.Connection is { } connection)
            {
                SendJoin(connection, attempt, payload);
            }
        }
    }

    private void SendLeave() => engine.Connection?.Enqueue(OutboundFrame.Leave(channel, _joinRef, engine.NextRef()));

    // A join that was sent and that nobody wants any more.
    private void LeaveAttempted(string outcome)
    {
        if (_attempt is { } attempt)
        {
            StopTimers(outcome);
            if (attempt.IsSent)
            {
                SendLeave();
            }
        }
    }

    private void NotJoined(ChannelStateReason reason, PushReply? reply = null)
    {
        _caller = null;
        SetState(ChannelState.Closed, reason, reply);
        engine.Release(channel);
        FailWaiting(ChannelErrorReason.NotJoined, "the channel could not be joined");
    }

    // The pushes that are not on their way yet.
    private void FailWaiting(ChannelErrorReason reason, string what)
    {
        engine.Slots.FailEntering(channel, reason, what);
        _buffer.FailAll(reason, what);
    }

    private void FailEverything(string why)
    {
        StopTimers(TelemetryTags.Closed);
        engine.Connection?.FailPushes(channel, ChannelErrorReason.Closed, why);
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
