using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Sockets;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Joins;

internal sealed partial class Membership
{
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

    public void CancelJoin(TaskCompletionSource<ReplyFrame> caller, CancellationToken cancellationToken)
    {
        if (_caller == caller)
        {
            LeaveAttempted(TelemetryTags.Canceled);
            _ = caller.TrySetCanceled(cancellationToken);
            NotJoined(ChannelStateReason.JoinFailed);
        }
    }

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
}
