using Channels.Typed.AspNetCore.Handlers;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>The end of a channel (protocol section "Leaving, stopping, crashing").</summary>
internal sealed partial class ServerChannel
{
    private TaskCompletionSource? _over;
    private int _isCloseAnnounced;
    private volatile bool _isFinished;
    private volatile bool _isAbandoned;

    /// <summary>Ends the channel after its current message, before all that waits. Safe from several threads; the first reason counts.</summary>
    /// <returns>A task that completes when the channel has ended.</returns>
    public Task EndAsync(ChannelEnd end)
    {
        if (_mailbox.RequestEnd(end))
        {
            _ = RunAsync(default);
        }
        else if (end is not (ChannelEnd.Stopped or ChannelEnd.Failed))
        {
            // A message is being handled: its method learns that nobody waits for it any more.
            _ = _ended?.CancelAsync();
        }

        if (_isFinished)
        {
            return Task.CompletedTask;
        }

        var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource over = Interlocked.CompareExchange(ref _over, created, null) ?? created;
        if (_isFinished)
        {
            over.TrySetResult();
        }

        return over.Task;
    }

    /// <summary>Tells the client that the channel has closed, once.</summary>
    public void AnnounceClose()
    {
        if (Interlocked.Exchange(ref _isCloseAnnounced, 1) == 0)
        {
            SendControl("\"phx_close\""u8, "{}"u8);
        }
    }

    /// <summary>Leaves a channel to itself that does not end: another has its topic, so nothing is delivered to it and its answer is nobody's.</summary>
    private void Abandon()
    {
        _isAbandoned = true;
        _subscription?.Dispose();
    }

    /// <summary>Ends the channel. Called by the owner, who keeps the turn for good.</summary>
    private async Task FinishAsync(ChannelEnd end)
    {
        bool wasJoined = _phase == ChannelPhase.Joined;
        _subscription?.Dispose();
        _mailbox.Close();
        if (end == ChannelEnd.Left)
        {
            Replies.SendEmptyOk();
        }

        _phase = ChannelPhase.Over;
        if (end is ChannelEnd.Left or ChannelEnd.Stopped)
        {
            AnnounceClose();
        }

        Interlocked.MemoryBarrier();
        CloseInfo();
        _ = _ended?.CancelAsync();
        if (wasJoined && _handler is IHandleTerminate handler)
        {
            await TerminateAsync(handler, end);
        }

        if (end is (ChannelEnd.Crashed or ChannelEnd.Failed) && Interlocked.Exchange(ref _isCloseAnnounced, 1) == 0)
        {
            SendControl("\"phx_error\""u8, Refusals.ChannelCrash);
        }

        await ReleaseAsync();
        if (wasJoined)
        {
            Services.Telemetry.OnChannelEnded(_descriptor, hasCrashed: end is ChannelEnd.Crashed or ChannelEnd.Failed, _isCounted);
        }

        _isFinished = true;
        Interlocked.MemoryBarrier();
        _over?.TrySetResult();
    }

    private async Task TerminateAsync(IHandleTerminate handler, ChannelEnd end)
    {
        try
        {
            await handler.TerminateAsync(end switch
            {
                ChannelEnd.Left => TerminateReason.Left,
                ChannelEnd.Stopped => TerminateReason.Stopped,
                ChannelEnd.Failed => TerminateReason.Failed,
                ChannelEnd.Replaced => TerminateReason.Replaced,
                ChannelEnd.ConnectionLost => TerminateReason.Disconnected,
                _ => TerminateReason.Crashed,
            });
        }
        catch (Exception e)
        {
            Log.TerminateFailed(Services.Logger, _descriptor.Name, e);
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
            Log.DisposeFailed(Services.Logger, _descriptor.Name, e);
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
