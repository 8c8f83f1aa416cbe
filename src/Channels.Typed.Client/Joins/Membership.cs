using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Pushes;
using Channels.Typed.Client.Reconnect;
using Channels.Typed.Client.Sockets;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Joins;

/// <summary>The state machine of one channel (README, "Channel"). Every member needs the socket's gate.</summary>
internal sealed class Membership(SocketEngine engine, ClientChannel channel)
{
    private const string Crashed = "the channel crashed on the server before the reply came. The server may have acted on it";

    private readonly PushBuffer _buffer = new();
    private readonly DelaySchedule _rejoins = engine.Settings.RejoinSchedule();
    private ReadOnlyMemory<byte> _payload;
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

    public TaskCompletionSource<ReplyFrame> Join(ReadOnlyMemory<byte> payload, TimeSpan timeout)
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

    public void OnConnected()
    {
        _rejoins.Reset();
        if (engine.Connection is { } connection && State is ChannelState.Joining or ChannelState.Errored)
        {
            SendJoin(connection);
        }
    }

    /// <summary>The connection is gone: lost, unless the application asked for it.</summary>
    public void OnDisconnected(string? requested)
    {
        StopTimers();
        if (_caller is null)
        {
            State = State is ChannelState.Joined or ChannelState.Joining ? ChannelState.Errored : State;
        }

        if (requested is null)
        {
            // A first join goes on waiting, with a new frame on the next connection.
            return;
        }

        _buffer.FailAll(ChannelErrorReason.Disconnected, requested);
        if (_caller is not null)
        {
            FailJoin(ChannelErrorReason.Disconnected, requested);
        }
    }

    public EventDelivery OnJoinReply(JoinAttempt attempt, ReplyFrame reply)
    {
        if (_attempt != attempt)
        {
            return default;
        }

        _attempt = null;
        attempt.Stop();
        TaskCompletionSource<ReplyFrame>? caller = _caller;
        _caller = null;
        bool isOk = reply.Status == ReplyPayload.Ok;
        if (isOk)
        {
            Joined();
        }

        if (caller is null)
        {
            if (!isOk)
            {
                Log.RejoinRefused(engine.Settings.Logger, channel.Topic, reply.Status, RejoinLater());
            }

            return channel.RejoinAnswered(reply);
        }

        if (!isOk)
        {
            NotJoined();
        }

        _ = caller.TrySetResult(reply);
        return default;
    }

    public void OnJoinTimeout(JoinAttempt attempt)
    {
        if (_attempt != attempt)
        {
            return;
        }

        // The server may have joined all the same, or do so later: it is told not to.
        LeaveAttempted();
        if (_caller is null)
        {
            Log.RejoinTimedOut(engine.Settings.Logger, channel.Topic, RejoinLater());
        }
        else
        {
            FailJoin(ChannelErrorReason.Timeout, "no reply came in time");
        }
    }

    /// <summary>A frame for the topic that is no reply.</summary>
    public EventDelivery Receive(in JsonFrame frame)
    {
        bool isCurrent = frame.HasNullJoinRef || (RefText.TryRead(frame.JoinRef, out long joinRef) && joinRef == _joinRef);
        if (!isCurrent)
        {
            Log.StaleMessage(engine.Settings.Logger, channel.Topic);
            return default;
        }

        if (frame.Event.SequenceEqual(PhoenixEvents.Close))
        {
            Log.ChannelClosed(engine.Settings.Logger, channel.Topic);
            End("the server closed it", isDiscarding: _leave is not null);
            return default;
        }

        if (frame.Event.SequenceEqual(PhoenixEvents.Error))
        {
            OnCrashed();
            return default;
        }

        return State is ChannelState.Joined or ChannelState.Joining ? channel.EventCame(frame.Event, frame.Payload) : default;
    }

    /// <summary>
    /// The server answered that it knows no such channel. Replies come in order, so if the channel counts as joined, the answer is to a
    /// message sent after the join, and the server has lost the channel without saying so.
    /// </summary>
    public void OnUnknownToServer()
    {
        if (State == ChannelState.Joined)
        {
            OnCrashed();
        }
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

    private void Joined()
    {
        State = ChannelState.Joined;
        _rejoins.Reset();
        engine.OnJoined();
        if (engine.Connection is { } connection)
        {
            _buffer.SendAll(connection, _joinRef);
        }
    }

    private void OnCrashed()
    {
        switch (State)
        {
            case ChannelState.Joining when _caller is not null:
                StopTimers();
                FailJoin(ChannelErrorReason.ChannelCrashed, Crashed);
                break;
            case ChannelState.Joining or ChannelState.Joined:
                StopTimers();
                engine.Connection?.FailPushes(channel, ChannelErrorReason.ChannelCrashed, Crashed);
                Log.ChannelCrashed(engine.Settings.Logger, channel.Topic, RejoinLater());
                break;
            case ChannelState.Leaving:
                // It is gone, which is what was wanted.
                End("the channel was left", isDiscarding: true);
                break;
        }
    }

    private TimeSpan RejoinLater()
    {
        State = ChannelState.Errored;
        TimeSpan delay = _rejoins.Next();
        _rejoinTimer = engine.Settings.TimeProvider.Once(static membership => ((Membership)membership!).OnRejoinTimer(), this, delay);
        return delay;
    }

    private void OnRejoinTimer()
    {
        lock (engine.Gate)
        {
            // Without a connection there is nothing to do: the next one rejoins by itself.
            if (State == ChannelState.Errored && engine.Connection is { } connection)
            {
                SendJoin(connection);
            }
        }
    }

    // A join that was sent and that nobody wants any more.
    private void LeaveAttempted()
    {
        if (_attempt is not null)
        {
            StopTimers();
            SendLeave();
        }
    }

    private void FailJoin(ChannelErrorReason reason, string what)
    {
        TaskCompletionSource<ReplyFrame>? caller = _caller;
        NotJoined();
        _ = caller?.TrySetException(new ChannelException(reason, $"The join of topic '{channel.Topic}' failed: {what}."));
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
