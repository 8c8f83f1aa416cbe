using Channels.Typed.AspNetCore.Channels.Lifecycle;
using Channels.Typed.AspNetCore.Handlers;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>
/// The end of a channel (protocol section "Leaving, stopping, crashing"). What is sent is in <see cref="ChannelLifecycle.OnEnd"/>.
/// </summary>
internal sealed partial class ServerChannel
{
    private TaskCompletionSource? _finished;
    private int _hasSentEnd; // 1 after phx_close or phx_error.
    private volatile bool _isFinished;
    private volatile bool _isDetached;

    /// <summary>
    /// Ends the channel after its current message, before all messages that wait. Safe for use from several threads; the first reason
    /// counts.
    /// </summary>
    /// <returns>A task that completes when the channel has ended.</returns>
    public Task EndAsync(ChannelEnd end)
    {
        // After Stop and Fail the current message goes on. After any other end, no client waits for it any longer.
        bool cancelsMessage = end is not (ChannelEnd.Stopped or ChannelEnd.Failed);
        if (_mailbox.RequestEnd(end, cancelsMessage))
        {
            if (end == ChannelEnd.Replaced)
            {
                // The receive loop asks for this end. It handles the channel's messages anyway, and goes on with the new join.
                _ = RunAsync(default);
            }
            else
            {
                // Never on the caller's thread: the caller may hold locks, and TerminateAsync may block.
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }
        else if (cancelsMessage)
        {
            // If the token does not exist yet, CreateEnded sees the request.
            _ = _ended?.CancelAsync();
        }

        if (_isFinished)
        {
            return Task.CompletedTask;
        }

        var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource finished = Interlocked.CompareExchange(ref _finished, created, null) ?? created;
        if (_isFinished)
        {
            finished.TrySetResult();
        }

        return finished.Task;
    }

    /// <summary>Sends <c>phx_close</c>, unless the end of the channel has been sent already.</summary>
    public void SendCloseOnce()
    {
        if (Interlocked.Exchange(ref _hasSentEnd, 1) == 0)
        {
            SendControl("\"phx_close\""u8, "{}"u8);
        }
    }

    /// <summary>
    /// Gives up on a channel that did not stop in time. A newer channel owns the topic, so this one gets no broadcasts, and its replies are
    /// dropped.
    /// </summary>
    private void Detach()
    {
        _isDetached = true;
        _subscription?.Dispose();
    }

    /// <summary>Ends the channel. The owner of the turn calls it and keeps the turn permanently.</summary>
    /// <param name="end">Why the channel ends.</param>
    /// <param name="lateJoin">The task of a join that timed out. It may still use the handler and its services.</param>
    private async Task FinishAsync(ChannelEnd end, Task? lateJoin = null)
    {
        bool wasJoined = _phase == ChannelPhase.Joined;
        EndEffects effects = ChannelLifecycle.OnEnd(end, _phase);
        try
        {
            try
            {
                await CloseAsync(effects, lateJoin);
            }
            finally
            {
                _phase = ChannelPhase.Over;
                CloseInfoIfOver();
                await ReleaseAsync();
                if (wasJoined)
                {
                    Services.Telemetry.OnChannelEnded(_descriptor.Tags, hasCrashed: effects.SendsError, _isCounted);
                }
            }
        }
        catch (Exception e)
        {
            OnTelemetryFailed(e);
        }

        _isFinished = true;
        Interlocked.MemoryBarrier();
        _finished?.TrySetResult();
    }

    // Sends what the end sends, and calls the handler for the last time.
    private async Task CloseAsync(EndEffects effects, Task? lateJoin)
    {
        _subscription?.Dispose();
        _mailbox.Close();
        if (effects.RepliesOk)
        {
            Replies.SendEmptyOk();
        }

        if (lateJoin is null)
        {
            _phase = ChannelPhase.Over;
        }

        if (effects.SendsClose)
        {
            SendCloseOnce();
        }

        // A thread that adds a timer, a subscription or the token from now on sees the phase. What was added before is closed here.
        Interlocked.MemoryBarrier();
        _info?.Close();
        _ = _ended?.CancelAsync();
        if (effects.Terminate is { } reason && _handler is IHandleTerminate handler)
        {
            await TerminateAsync(handler, reason);
        }

        if (effects.SendsError && Interlocked.Exchange(ref _hasSentEnd, 1) == 0)
        {
            SendControl("\"phx_error\""u8, Refusals.ChannelCrash);
        }

        if (lateJoin is not null)
        {
            // The phase stays Refused until then, so the late reply of the join is dropped.
            await ObserveLateJoinAsync(lateJoin);
        }
    }

    // A listener of metrics or spans, or a logger, threw: code of the application that must not keep the channel from its end.
    private void OnTelemetryFailed(Exception exception)
    {
        try
        {
            Log.TelemetryFailed(Logger, _descriptor.Name, exception);
        }
        catch (Exception)
        {
            // The logger itself throws, so there is no place left to report it.
        }
    }

    private async Task ObserveLateJoinAsync(Task join)
    {
        try
        {
            await join;
        }
        catch (OperationCanceledException) when (IsEnding)
        {
            // The handler stopped because of its token.
        }
        catch (Exception e)
        {
            Log.LateJoinFailed(Logger, _descriptor.Name, e);
        }
    }

    private async Task TerminateAsync(IHandleTerminate handler, TerminateReason reason)
    {
        try
        {
            await handler.TerminateAsync(reason);
        }
        catch (Exception e)
        {
            Log.TerminateFailed(Logger, _descriptor.Name, e);
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await Disposal.OfAsync(_handler);

            if (_gate is { } gate)
            {
                await gate.DisposeAsync();
            }

            if (_scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception e)
        {
            Log.DisposeFailed(Logger, _descriptor.Name, e);
        }

        _handler = null;
        _gate = null;
        _scope = null;
        _subscription = null;
    }

    // [join_ref, join_ref, topic, event, payload]
    private void SendControl(ReadOnlySpan<byte> eventJson, ReadOnlySpan<byte> payload)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            Format.Start(buffer, _joinRef, _joinRef, _topicJson, eventJson);
            buffer.Write(payload);
            Format.End(buffer, _joinRef, _topicJson);
            Outbox.Send(buffer);
        }
        finally
        {
            buffer.Return();
        }
    }
}
