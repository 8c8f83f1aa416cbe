using Channels.Typed.Client.Frames;
using Channels.Typed.Client.Observability;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Sockets;

/// <summary>
/// The state machine of one channel (CHANNELS.md). This file has what the application calls and how a channel ends,
/// Membership.Joining.cs has joins and rejoins, Membership.Server.cs has what the server and the connection cause. Every member needs the
/// socket's lock.
/// </summary>
internal sealed partial class Membership(SocketEngine engine, ClientChannel channel)
{
    private readonly PushBuffer _buffer = new();
    private readonly DelaySchedule _rejoins = engine.Settings.RejoinSchedule();
    private JoinPayload _payload;
    private TimeSpan _joinTimeout;

    // The JoinAsync call that waits. Null in a rejoin.
    private TaskCompletionSource<ReplyFrame>? _caller;

    // The timeout of that call. It runs from the call, with or without a connection.
    private ITimer? _callTimer;

    // The join or rejoin that is not answered yet.
    private JoinAttempt? _attempt;
    private LeaveAttempt? _leave;
    private ITimer? _rejoinTimer;

    // The ref of the present join. A message with another join ref belongs to an earlier join.
    private long _joinRef;

    // Whether phx_join was given to a connection since JoinAsync was called.
    private bool _isJoinSent;
    private bool _isEnded;
    private bool _isDisposed;
    private string _endedWhy = "";

    public ChannelState State { get; private set; }

    public ChannelTelemetry Telemetry => channel.Telemetry;

    private bool IsKnownToServer => State == ChannelState.Joined || _attempt is { IsSent: true };

    // While a function makes the payload of the join, _joinRef is still the one of the last join, so no frame can be of this join.
    private bool IsPreparingJoin => State == ChannelState.Joining && _attempt is not { IsSent: true };

    /// <summary>This channel, or another one, joins the topic. The newest join wins, as on the server.</summary>
    public void ReplaceByNewer()
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
                SendLeaveIfKnownToServer();
                End(ChannelStateReason.Replaced, "another channel of the socket joined the topic", isDiscarding: false);
                break;
        }
    }

    /// <summary>Accepts a push: sends it, keeps it until the channel is joined, or queues it until there is a slot.</summary>
    /// <exception cref="ChannelException">The channel is not joined, is being left or has ended, or the buffer is full.</exception>
    public void Accept(PendingPush push, TimeSpan timeout)
    {
        if (Refusal() is { } refusal)
        {
            throw NotSent(push, refusal.Reason, refusal.What);
        }

        OutboundFrame.EnsureCanSend(engine.Settings.ProtocolVersion, channel.WireTopic, push.EventName, push.Payload);
        if (!engine.Slots.TryMakeRoom())
        {
            throw NotSent(
                push,
                ChannelErrorReason.BufferFull,
                $"{engine.Settings.MaxPendingPushes} pushes are waiting. Await replies, or raise ChannelSocketOptions.MaxPendingPushes");
        }

        push.Start(timeout);
        if (engine.Slots.ReserveOrQueue(push))
        {
            SendOrBuffer(push);
        }
    }

    /// <summary>A push that waited for a slot has one now.</summary>
    public void OnSlotReserved(PendingPush push)
    {
        if (Refusal() is { } refusal)
        {
            push.Fail(refusal.Reason, refusal.What);
            return;
        }

        SendOrBuffer(push);
    }

    public Task Leave(TimeSpan timeout)
    {
        if (_leave is not null)
        {
            return _leave.Task;
        }

        if (_isEnded || !IsKnownToServer || engine.Connection is not { } connection)
        {
            End(ChannelStateReason.Left, "the channel was left", isDiscarding: true);
            return Task.CompletedTask;
        }

        // Pushes that were sent before the leave may still be answered, because the server answers in order.
        _leave = new LeaveAttempt(engine, this);
        FailUnsent("the channel was left");
        SetState(ChannelState.Leaving, ChannelStateReason.Requested);
        _leave.Send(connection, channel, _joinRef, timeout);
        return _leave.Task;
    }

    /// <summary>Sends <c>phx_leave</c> if the channel is joined or its <c>phx_join</c> was sent. Does not wait for the reply.</summary>
    public void SendLeaveIfKnownToServer()
    {
        if (IsKnownToServer)
        {
            SendLeave();
        }
    }

    /// <summary>Leaves without waiting for the server, and permanently.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        SendLeaveIfKnownToServer();
        End(ChannelStateReason.Disposed, "the channel was disposed", isDiscarding: true);
    }

    /// <summary>Ends the channel: fails all its pushes and its join, and frees its topic. Does nothing if it has ended already.</summary>
    public void End(ChannelStateReason reason, string why, bool isDiscarding)
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        _endedWhy = why;
        FailUnsent(why);
        engine.Connection?.FailPushes(channel, ChannelErrorReason.Closed, why);
        SetState(ChannelState.Closed, reason);
        engine.Remove(channel);
        channel.OnMembershipEnded(isDiscarding);
        _leave?.Complete();
    }

    private void SendOrBuffer(PendingPush push)
    {
        if (State == ChannelState.Joined && engine.Connection is { } connection)
        {
            push.SendOn(connection, _joinRef);
        }
        else
        {
            _buffer.Enqueue(push);
        }
    }

    private void SetState(ChannelState state, ChannelStateReason reason, PushReply? reply = null)
    {
        ChannelState previous = State;
        State = state;
        if (previous != state)
        {
            Count(previous, state);
            channel.OnMembershipChanged(new ChannelStateChange(previous, state, reason, reply));
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

    // Why a push cannot be accepted now. Null if it can.
    private (ChannelErrorReason Reason, string What)? Refusal() =>
        _isEnded ? (ChannelErrorReason.Closed, $"the channel has ended: {_endedWhy}")
        : State == ChannelState.Leaving ? (ChannelErrorReason.Closed, "the channel is being left")
        : State == ChannelState.Closed ? (ChannelErrorReason.NotJoined, "the channel is not joined. Call JoinAsync first")
        : null;

    private void SendLeave() => engine.Connection?.Enqueue(OutboundFrame.Leave(channel.WireTopic, _joinRef, engine.NextRef()));

    // The pushes that wait for a slot or for the join.
    private void FailQueued(ChannelErrorReason reason, string what)
    {
        engine.Slots.FailQueued(channel, reason, what);
        _buffer.FailAll(reason, what);
    }

    // The join, and the pushes that are not sent yet.
    private void FailUnsent(string why)
    {
        StopAttempt(TelemetryTags.Closed);
        FailQueued(ChannelErrorReason.Closed, why);
        _ = TakeCaller()?.TrySetException(new ChannelException(
            ChannelErrorReason.Closed, $"The join of topic '{channel.Topic}' failed: {why}.")
        { WasSent = _isJoinSent });
    }

    // Stops the timer of the next rejoin and the attempt that is under way. The attempt ends with this outcome.
    private void StopAttempt(string outcome)
    {
        _rejoinTimer?.Dispose();
        _rejoinTimer = null;
        if (_attempt is not null)
        {
            _attempt.Stop(outcome);
            if (_attempt.IsSent)
            {
                engine.Connection?.StopExpecting(_joinRef);
            }

            _attempt = null;
        }
    }

    private ChannelException NotSent(PendingPush push, ChannelErrorReason reason, string what) =>
        new(reason, $"'{push.EventName}' on topic '{channel.Topic}' was not sent: {what}.");
}
