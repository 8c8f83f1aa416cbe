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
    private RawPayload _payload;
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
    private string _endedWhy = "";

    public ChannelState State { get; private set; }

    public TaskCompletionSource<ReplyFrame> Join(RawPayload payload, TimeSpan timeout)
    {
        if (_isEnded)
        {
            throw new InvalidOperationException($"The channel of topic '{channel.Topic}' has ended: {_endedWhy}. Make a new channel to join the topic again.");
        }

        if (State != ChannelState.Closed)
        {
            throw new InvalidOperationException(
                $"The channel of topic '{channel.Topic}' is {State} already. Join once: it rejoins by itself after a lost connection or a crash.");
        }

        engine.Settings.EnsureCanSend(payload);
        engine.EnsureConnecting();
        engine.Claim(channel);
        _payload = payload;
        _joinTimeout = timeout;
        _caller = new TaskCompletionSource<ReplyFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
        State = ChannelState.Joining;
        TaskCompletionSource<ReplyFrame> caller = _caller;
        if (engine.Connection is { } connection)
        {
            SendJoin(connection);
        }

        return caller;
    }

    public void CancelJoin(TaskCompletionSource<ReplyFrame> caller, CancellationToken cancellationToken)
    {
        if (_caller == caller)
        {
            LeaveAttempted();
            _ = caller.TrySetCanceled(cancellationToken);
            NotJoined();
        }
    }

    public void Push(PendingPush push, TimeSpan timeout)
    {
        if (_isEnded || State == ChannelState.Leaving)
        {
            throw Refused(push, ChannelErrorReason.Closed, _isEnded ? $"the channel has ended: {_endedWhy}" : "the channel is being left");
        }

        if (State == ChannelState.Closed)
        {
            throw Refused(push, ChannelErrorReason.NotJoined, "the channel is not joined. Call JoinAsync first");
        }

        engine.Settings.EnsureCanSend(push.Payload);
        if (!engine.TryTakePushSlot())
        {
            throw Refused(
                push, ChannelErrorReason.BufferFull, $"{engine.Settings.MaxPendingPushes} pushes wait already. Wait for replies, or raise ChannelSocketOptions.MaxPendingPushes");
        }

        push.Start(timeout);
        if (State == ChannelState.Joined && engine.Connection is { } connection)
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

        bool isOnServer = State == ChannelState.Joined || _attempt is not null;
        if (_isEnded || !isOnServer || engine.Connection is not { } connection)
        {
            End("the channel was left", isDiscarding: true);
            return Task.CompletedTask;
        }

        _leave = new LeaveAttempt(engine, this);
        FailEverything("the channel was left");
        State = ChannelState.Leaving;
        long reference = engine.NextRef();
        connection.Expect(reference, _leave);
        connection.Enqueue(OutboundFrame.Leave(channel, _joinRef, reference));
        _leave.Start(timeout);
        return _leave.Task;
    }

    /// <summary>Leaves without waiting for the server.</summary>
    public void Abandon()
    {
        if (State == ChannelState.Joined || _attempt is not null)
        {
            SendLeave();
        }

        End("the channel was disposed", isDiscarding: true);
    }

    public void End(string why, bool isDiscarding)
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        _endedWhy = why;
        FailEverything(why);
        State = ChannelState.Closed;
        engine.Forget(channel);
        channel.EventsEnded(isDiscarding);
        _leave?.Complete();
    }

    private void SendJoin(Connection connection)
    {
        StopTimers();
        State = ChannelState.Joining;
        _joinRef = engine.NextRef();
        _attempt = new JoinAttempt(engine, this);
        connection.Expect(_joinRef, _attempt);
        connection.Enqueue(OutboundFrame.Join(channel, _joinRef, _payload));
        _attempt.Start(_joinTimeout);
    }

    private void SendLeave() => engine.Connection?.Enqueue(OutboundFrame.Leave(channel, _joinRef, engine.NextRef()));

    // A join that was sent and that nobody wants any more.
    private void LeaveAttempted()
    {
        if (_attempt is not null)
        {
            StopTimers();
            SendLeave();
        }
    }

    private void NotJoined()
    {
        _caller = null;
        State = ChannelState.Closed;
        engine.Release(channel);
        _buffer.FailAll(ChannelErrorReason.NotJoined, "the channel could not be joined");
    }

    private void FailEverything(string why)
    {
        StopTimers();
        engine.Connection?.FailPushes(channel, ChannelErrorReason.Closed, why);
        _buffer.FailAll(ChannelErrorReason.Closed, why);
        _ = _caller?.TrySetException(new ChannelException(ChannelErrorReason.Closed, $"The join of topic '{channel.Topic}' was given up: {why}."));
        _caller = null;
    }

    private void StopTimers()
    {
        _rejoinTimer?.Dispose();
        _rejoinTimer = null;
        if (_attempt is not null)
        {
            _attempt.Stop();
            engine.Connection?.Forget(_joinRef);
            _attempt = null;
        }
    }

    private ChannelException Refused(PendingPush push, ChannelErrorReason reason, string what) =>
        new(reason, $"'{push.EventName}' on topic '{channel.Topic}' was not sent: {what}.");
}
