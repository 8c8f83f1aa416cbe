using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Frames;
using Channels.Typed.Client.Observability;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Sockets;

/// <content>What the server and the connection cause.</content>
internal sealed partial class Membership
{
    private const string Crashed = "the channel crashed on the server before the reply came";

    public void OnConnected()
    {
        _rejoins.Reset();
        if (engine.Connection is { } connection && State is ChannelState.Joining or ChannelState.Errored)
        {
            SendJoin(connection);
        }
    }

    /// <summary>
    /// The connection ended. It was lost if <paramref name="requested"/> is <see langword="null"/>; otherwise the application disconnected,
    /// and this is the text for exceptions.
    /// </summary>
    public void OnDisconnected(string? requested)
    {
        StopAttempt(TelemetryTags.Disconnected);
        if (_caller is null && State is ChannelState.Joined or ChannelState.Joining)
        {
            SetState(ChannelState.Errored, requested is null ? ChannelStateReason.ConnectionLost : ChannelStateReason.Disconnected);
        }

        if (requested is null)
        {
            // A first join continues to wait. The next connection sends it again.
            return;
        }

        FailQueued(ChannelErrorReason.Disconnected, requested);
        if (_caller is not null)
        {
            FailJoin(ChannelStateReason.Disconnected, ChannelErrorReason.Disconnected, requested);
        }
    }

    public Backpressure OnJoinReply(JoinAttempt attempt, ReplyFrame reply)
    {
        if (_attempt != attempt)
        {
            return Backpressure.None;
        }

        _attempt = null;
        attempt.Stop(TelemetryTags.OutcomeOf(reply.Status));
        TaskCompletionSource<ReplyFrame>? caller = TakeCaller();
        bool isOk = reply.Status == ReplyPayload.Ok;
        PushReply pushReply = reply.ToPushReply();
        if (isOk)
        {
            OnJoined(caller is null ? ChannelStateReason.Rejoined : ChannelStateReason.Joined, pushReply);
        }

        if (caller is null)
        {
            if (!isOk)
            {
                TimeSpan delay = RejoinLater(ChannelStateReason.JoinRefused, pushReply);
                Log.RejoinRefused(engine.Settings.Logger, channel.Topic, reply.Status, delay);
            }

            return channel.OnJoinReply(reply, isRejoin: true);
        }

        Backpressure backpressure = Backpressure.None;
        if (isOk)
        {
            backpressure = channel.OnJoinReply(reply, isRejoin: false);
        }
        else
        {
            AbortJoin(ChannelStateReason.JoinRefused, pushReply);
        }

        _ = caller.TrySetResult(reply);
        return backpressure;
    }

    /// <summary>A rejoin timed out. The timeout of a first join is that of its call.</summary>
    public void OnJoinTimeout(JoinAttempt attempt)
    {
        if (_attempt != attempt)
        {
            return;
        }

        StopAttemptAndSendLeave(TelemetryTags.Timeout);
        Log.RejoinTimedOut(engine.Settings.Logger, channel.Topic, RejoinLater(ChannelStateReason.JoinTimeout));
    }

    /// <summary>The writer could not encode the join frame.</summary>
    public void OnJoinNotEncoded(JoinAttempt attempt, Exception failure)
    {
        if (_attempt == attempt)
        {
            attempt.IsSent = false;
            OnPayloadFailed(failure);
        }
    }

    /// <summary>A frame for the topic of the channel came that is not a reply.</summary>
    public Backpressure OnFrame(in Frame frame)
    {
        if (IsPreparingJoin || !(frame.HasNullJoinRef || (RefText.TryRead(frame.JoinRef, out long joinRef) && joinRef == _joinRef)))
        {
            Log.StaleMessage(engine.Settings.Logger, channel.Topic);
            Telemetry.OnEventDropped(TelemetryTags.Stale);
            return Backpressure.None;
        }

        if (frame.Event.SequenceEqual(PhoenixEvents.Close))
        {
            Log.ChannelClosed(engine.Settings.Logger, channel.Topic);
            bool isLeaving = _leave is not null;
            End(isLeaving ? ChannelStateReason.Left : ChannelStateReason.ClosedByServer, "the server closed it", isDiscarding: isLeaving);
            return Backpressure.None;
        }

        if (frame.Event.SequenceEqual(PhoenixEvents.Error))
        {
            OnCrashed();
            return Backpressure.None;
        }

        if (State is ChannelState.Joined or ChannelState.Joining)
        {
            return channel.OnEventReceived(frame.Event, frame.Payload, frame.IsBinary);
        }

        Telemetry.OnEventDropped(TelemetryTags.Discarded);
        return Backpressure.None;
    }

    /// <summary>
    /// The server replied that it has no such channel. Replies come in order, so if the channel is joined here, the reply is to a message
    /// that was sent after the join: the server has lost the channel and did not report it.
    /// </summary>
    public void OnUnknownToServer()
    {
        if (State == ChannelState.Joined)
        {
            OnCrashed();
        }
    }

    private void OnJoined(ChannelStateReason reason, PushReply reply)
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
                StopAttempt(TelemetryTags.Crashed);
                FailJoin(ChannelStateReason.Crashed, ChannelErrorReason.ChannelCrashed, Crashed);
                break;
            case ChannelState.Joining or ChannelState.Joined:
                StopAttempt(TelemetryTags.Crashed);
                engine.Connection?.FailPushes(channel, ChannelErrorReason.ChannelCrashed, Crashed);
                Log.ChannelCrashed(engine.Settings.Logger, channel.Topic, RejoinLater(ChannelStateReason.Crashed));
                break;
            case ChannelState.Leaving:
                // The channel has ended on the server, which is the purpose of leaving.
                End(ChannelStateReason.Left, "the channel was left", isDiscarding: true);
                break;
        }
    }

    // The payload of a join or rejoin could not be made or encoded: the function threw, the version cannot carry its result, or the
    // application's memory cannot be read.
    private void OnPayloadFailed(Exception failure)
    {
        StopAttempt(TelemetryTags.Failed);
        if (_caller is { } caller)
        {
            AbortJoin(ChannelStateReason.JoinFailed);
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
        _rejoinTimer = engine.Settings.TimeProvider.Once(static membership => ((Membership)membership!).OnTimer(), this, delay);
        return delay;
    }

    private void OnTimer() => engine.RunTimer(this, static membership => membership.OnRejoinTimer());

    private void OnRejoinTimer()
    {
        // Without a connection nothing is sent: OnConnected rejoins when there is one.
        if (State == ChannelState.Errored && engine.Connection is { } connection)
        {
            SendJoin(connection);
        }
    }

    private void FailJoin(ChannelStateReason stateReason, ChannelErrorReason reason, string what, Exception? cause = null)
    {
        TaskCompletionSource<ReplyFrame>? caller = _caller;
        AbortJoin(stateReason);
        _ = caller?.TrySetException(new ChannelException(reason, $"The join of topic '{channel.Topic}' failed: {what}.", cause)
        {
            WasSent = _isJoinSent,
        });
    }
}
