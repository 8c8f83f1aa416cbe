using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Sockets;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Joins;

internal sealed partial class Membership
{
    private const string Crashed = "the channel crashed on the server before the reply came. The server may have acted on it";

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
        StopTimers(TelemetryTags.Disconnected);
        if (_caller is null)
        {
            if (State is ChannelState.Joined or ChannelState.Joining)
            {
                SetState(ChannelState.Errored, requested is null ? ChannelStateReason.ConnectionLost : ChannelStateReason.Disconnected);
            }
        }

        if (requested is null)
        {
            // A first join goes on waiting, with a new frame on the next connection.
            return;
        }

        FailWaiting(ChannelErrorReason.Disconnected, requested);
        if (_caller is not null)
        {
            FailJoin(ChannelStateReason.Disconnected, ChannelErrorReason.Disconnected, requested);
        }
    }

    public EventPump? OnJoinReply(JoinAttempt attempt, ReplyFrame reply)
    {
        if (_attempt != attempt)
        {
            return default;
        }

        _attempt = null;
        attempt.Stop(TelemetryTags.OutcomeOf(reply.Status));
        TaskCompletionSource<ReplyFrame>? caller = _caller;
        _caller = null;
        bool isOk = reply.Status == ReplyPayload.Ok;
        PushReply answer = reply.ToPushReply();
        if (isOk)
        {
            Joined(caller is null ? ChannelStateReason.Rejoined : ChannelStateReason.Joined, answer);
        }

        if (caller is null)
        {
            if (!isOk)
            {
                Log.RejoinRefused(engine.Settings.Logger, channel.Topic, reply.Status, RejoinLater(ChannelStateReason.JoinRefused, answer));
            }

            return channel.RejoinAnswered(reply);
        }

        if (!isOk)
        {
            NotJoined(ChannelStateReason.JoinRefused, answer);
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
        LeaveAttempted(TelemetryTags.Timeout);
        if (_caller is null)
        {
            Log.RejoinTimedOut(engine.Settings.Logger, channel.Topic, RejoinLater(ChannelStateReason.JoinTimeout));
        }
        else
        {
            FailJoin(ChannelStateReason.JoinTimeout, ChannelErrorReason.Timeout, "no reply came in time");
        }
    }

    /// <summary>A frame for the topic that is no reply.</summary>
    public EventPump? Receive(in Frame frame)
    {
        bool isCurrent = frame.HasNullJoinRef || (RefText.TryRead(frame.JoinRef, out long joinRef) && joinRef == _joinRef);
        if (!isCurrent)
        {
            Log.StaleMessage(engine.Settings.Logger, channel.Topic);
            Telemetry.OnEventDropped(TelemetryTags.Stale);
            return default;
        }

        if (frame.Event.SequenceEqual(PhoenixEvents.Close))
        {
            Log.ChannelClosed(engine.Settings.Logger, channel.Topic);
            End(_leave is null ? ChannelStateReason.ClosedByServer : ChannelStateReason.Left, "the server closed it", isDiscarding: _leave is not null);
            return default;
        }

        if (frame.Event.SequenceEqual(PhoenixEvents.Error))
        {
            OnCrashed();
            return default;
        }

        if (State is ChannelState.Joined or ChannelState.Joining)
        {
            return channel.EventCame(frame.Event, frame.Payload, frame.IsBinary);
        }

        Telemetry.OnEventDropped(TelemetryTags.Discarded);
        return null;
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

    private void Joined(ChannelStateReason reason, PushReply reply)
    {
        SetState(ChannelState.Joined, reason, reply);
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
                StopTimers(TelemetryTags.Crashed);
                FailJoin(ChannelStateReason.Crashed, ChannelErrorReason.ChannelCrashed, Crashed);
                break;
            case ChannelState.Joining or ChannelState.Joined:
                StopTimers(TelemetryTags.Crashed);
                engine.Connection?.FailPushes(channel, ChannelErrorReason.ChannelCrashed, Crashed);
                Log.ChannelCrashed(engine.Settings.Logger, channel.Topic, RejoinLater(ChannelStateReason.Crashed));
                break;
            case ChannelState.Leaving:
                // It is gone, which is what was wanted.
                End(ChannelStateReason.Left, "the channel was left", isDiscarding: true);
                break;
        }
    }

    // The payload of a join or rejoin could not be made.
    private void OnPayloadFailed(Exception failure)
    {
        StopTimers(TelemetryTags.Failed);
        if (_caller is { } caller)
        {
            NotJoined(ChannelStateReason.JoinFailed);
            _ = caller.TrySetException(failure);
        }
        else
        {
            Log.JoinPayloadFailed(engine.Settings.Logger, channel.Topic, RejoinLater(ChannelStateReason.JoinFailed), failure);
        }
    }

    private TimeSpan RejoinLater(ChannelStateReason reason, PushReply? reply = null)
    {
        SetState(ChannelState.Errored, reason, reply);
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

    private void FailJoin(ChannelStateReason stateReason, ChannelErrorReason reason, string what)
    {
        TaskCompletionSource<ReplyFrame>? caller = _caller;
        NotJoined(stateReason);
        _ = caller?.TrySetException(new ChannelException(reason, $"The join of topic '{channel.Topic}' failed: {what}."));
    }
}
