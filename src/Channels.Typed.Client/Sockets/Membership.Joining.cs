using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Frames;
using Channels.Typed.Client.Observability;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Sockets;

/// <content>Joins and rejoins.</content>
internal sealed partial class Membership
{
    public TaskCompletionSource<ReplyFrame> Join(JoinPayload payload, TimeSpan timeout)
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(
                nameof(ClientChannel), $"The channel of topic '{channel.Topic}' was disposed. Create a new one.");
        }

        if (State is not (ChannelState.Closed or ChannelState.Leaving))
        {
            throw new InvalidOperationException(
                $"The channel of topic '{channel.Topic}' is already {State}. Call JoinAsync once: "
                + "the channel rejoins by itself after a lost connection or a crash.");
        }

        OutboundFrame.EnsureCanSend(engine.Settings.ProtocolVersion, channel.WireTopic, null, payload.Value);
        engine.EnsureConnecting();
        ReplaceByNewer();
        engine.ClaimTopic(channel);
        if (_isEnded)
        {
            _isEnded = false;
            _leave = null;
            _rejoins.Reset();
            channel.OnMembershipReopened();
        }

        _payload = payload;
        _joinTimeout = timeout;
        _isJoinSent = false;
        var caller = new TaskCompletionSource<ReplyFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
        _caller = caller;
        _callTimer = engine.Settings.TimeProvider.Once(
            static state =>
            {
                (Membership membership, TaskCompletionSource<ReplyFrame> call) =
                    ((Membership, TaskCompletionSource<ReplyFrame>))state!;
                membership.OnCallTimer(call);
            },
            (this, caller),
            timeout);
        SetState(ChannelState.Joining, ChannelStateReason.Requested);
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
            StopAttemptAndSendLeave(TelemetryTags.Canceled);
            _ = caller.TrySetCanceled(cancellationToken);
            AbortJoin(ChannelStateReason.JoinFailed);
        }
    }

    private void SendJoin(Connection connection)
    {
        StopAttempt(TelemetryTags.Disconnected);
        SetState(ChannelState.Joining, ChannelStateReason.Rejoining);
        _attempt = new JoinAttempt(engine, this);

        // The timeout of a call has its own timer, because it has begun before the attempt.
        _attempt.Start(_caller is null ? _joinTimeout : Timeout.InfiniteTimeSpan);
        if (_payload.Factory is { } factory)
        {
            // The function is the application's, so it does not run under the lock.
            JoinAttempt attempt = _attempt;
            CancellationToken stopped = attempt.CreateStopToken();
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
        _isJoinSent = true;
        _joinRef = engine.NextRef();
        connection.Expect(_joinRef, attempt);
        connection.Enqueue(OutboundFrame.Join(channel.WireTopic, _joinRef, payload));
    }

    private async Task MakePayloadAsync(
        JoinAttempt attempt, Func<CancellationToken, ValueTask<ChannelPayload>> factory, CancellationToken stopped)
    {
        ChannelPayload payload = default;
        Exception? failure = null;
        try
        {
            payload = await factory(stopped).ConfigureAwait(false);
            OutboundFrame.EnsureCanSend(engine.Settings.ProtocolVersion, channel.WireTopic, null, payload);
        }
        catch (Exception e)
        {
            failure = e;
        }

        lock (engine.Lock)
        {
            if (_attempt != attempt)
            {
                // The join timed out, the channel was left, or the connection is lost. The next attempt calls the function again.
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

    // The server may have joined the channel all the same, or may do so later.
    private void StopAttemptAndSendLeave(string outcome)
    {
        if (_attempt is { } attempt)
        {
            StopAttempt(outcome);
            if (attempt.IsSent)
            {
                SendLeave();
            }
        }
    }

    // Ends the wait of JoinAsync. The caller of this method sets the result.
    private TaskCompletionSource<ReplyFrame>? TakeCaller()
    {
        TaskCompletionSource<ReplyFrame>? caller = _caller;
        _caller = null;
        _callTimer?.Dispose();
        _callTimer = null;
        return caller;
    }

    // Called without the lock.
    private void OnCallTimer(TaskCompletionSource<ReplyFrame> caller)
    {
        engine.RunTimer((this, caller), static call => call.Item1.OnCallTimeout(call.caller));
        engine.StopConnectingIfUnneeded();
    }

    private void OnCallTimeout(TaskCompletionSource<ReplyFrame> caller)
    {
        if (_caller != caller)
        {
            return;
        }

        StopAttemptAndSendLeave(TelemetryTags.Timeout);
        if (engine.Connection is null)
        {
            FailJoin(
                ChannelStateReason.JoinTimeout,
                ChannelErrorReason.Timeout,
                $"timed out after {_joinTimeout} waiting for a connection{engine.DescribeConnectFailure()}",
                engine.LastConnectFailure);
        }
        else
        {
            FailJoin(ChannelStateReason.JoinTimeout, ChannelErrorReason.Timeout, "timed out waiting for the reply");
        }
    }

    // A first join failed: the channel is closed, and may be joined again.
    private void AbortJoin(ChannelStateReason reason, PushReply? reply = null)
    {
        _ = TakeCaller();
        SetState(ChannelState.Closed, reason, reply);
        engine.ReleaseTopic(channel);
        FailQueued(ChannelErrorReason.NotJoined, "the channel could not be joined");
    }
}
