using Channels.Typed.AspNetCore.Channels.Lifecycle;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>The join of a channel (protocol section "Join processing").</summary>
internal sealed partial class ServerChannel
{
    private TaskCompletionSource? _predecessorEnded; // Completed when this join no longer waits for its predecessor; null if it need not.

    private bool IsWaitingForPredecessor => _predecessorEnded is { Task.IsCompleted: false };

    /// <summary>Handles the join, after the channel that had the topic before has ended. The receive loop calls it once.</summary>
    /// <param name="frame">The join.</param>
    /// <param name="predecessor">The channel of the same topic that this one replaces; null if there is none.</param>
    /// <returns>
    /// A task that the receive loop awaits before it reads on, because another join of the topic waits already, or the payload of this one
    /// is larger than a mailbox may be; otherwise null. The wait is at most <see cref="ChannelsOptions.ChannelShutdownTimeout"/>.
    /// </returns>
    public Task? Join(in Frame frame, ServerChannel? predecessor)
    {
        // No other thread knows this channel yet, so it gets the turn. Messages that arrive during the join wait in the mailbox.
        _mailbox.TryOwn();
        if (predecessor is not null)
        {
            Log.JoinedAgain(Logger, _descriptor.Name);
        }

        bool isAnotherWaiting = predecessor is { IsWaitingForPredecessor: true };
        Task replaced = predecessor?.EndAsync(ChannelEnd.Replaced) ?? Task.CompletedTask;
        if (replaced.IsCompleted)
        {
            _ = FinishJoinAsync(StartJoin(frame.Ref, frame.Payload, frame.IsBinary, out Observation observation), predecessor, observation);
            return null;
        }

        _predecessorEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = JoinAfterAsync(replaced, frame.Ref.ToArray(), frame.Payload.ToArray(), frame.IsBinary, predecessor, _predecessorEnded);
        if (!isAnotherWaiting && frame.Payload.Length <= Services.Options.MaxMailboxBytes)
        {
            return null;
        }

        Services.Telemetry.OnReadingWaits(_descriptor.Tags);
        return _predecessorEnded.Task;
    }

    private async Task JoinAfterAsync(
        Task replaced, byte[] reference, byte[] payload, bool isBinary, ServerChannel? predecessor, TaskCompletionSource predecessorEnded)
    {
        try
        {
            await replaced.WaitAsync(Services.Options.ChannelShutdownTimeout, Services.Time);
        }
        catch (TimeoutException)
        {
            predecessor?.Detach();
            Services.Telemetry.OnPredecessorDidNotEnd(Logger, _descriptor.Tags);
        }

        predecessorEnded.SetResult();

        if (_mailbox.IsEnding)
        {
            // The connection was lost, or a newer join replaced this one, so no client waits for the reply. The handler is not created.
            predecessor?.SendCloseOnce();
            await RunAsync(default);
            return;
        }

        await FinishJoinAsync(StartJoin(reference, payload, isBinary, out Observation observation), predecessor, observation);
    }

    private ValueTask StartJoin(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> payload, bool isBinary, out Observation observation)
    {
        observation = default;
        try
        {
            _current.Begin(reference);
            observation = Services.Telemetry.StartJoin(Logger, _descriptor.Tags, _connection.Links);
            _scope = _route.NeedsServices ? Services.Scopes.CreateAsyncScope() : null;
            _gate = _route.Gate?.Open(this, _scope?.ServiceProvider ?? Services.Root);
            return _gate is null
                ? CallHandler(isJoin: true, PhoenixEvents.Join, payload, isBinary)
                : _gate.PassJoinAsync(payload, isBinary);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
        finally
        {
            observation.Leave();
        }
    }

    // Only when the join reaches the handler: a join that is refused earlier creates no handler.
    private IChannelHandler CreateHandler()
    {
        if (_phase != ChannelPhase.Joining)
        {
            throw new OperationCanceledException("The join has already been answered, because it took too long.", Ended);
        }

        _handler = _descriptor.Create(_scope?.ServiceProvider ?? Services.Root);
        _handler.Attach(this);
        return _handler;
    }

    private async Task FinishJoinAsync(ValueTask join, ServerChannel? predecessor, Observation observation)
    {
        Task task = join.AsTask();
        Task? lateJoin = null;
        try
        {
            Outcome outcome = await CompleteJoinAsync(task, observation);
            lateJoin = outcome == Outcome.TimedOut ? task : null;
            _isCounted = Services.Telemetry.OnJoinAnswered(Logger, _descriptor.Tags, outcome, observation);
        }
        catch (Exception e)
        {
            OnTelemetryFailed(e);
            lateJoin ??= task.IsCompleted ? null : task;
            RefuseJoin(Refusals.JoinCrashed); // No effect if the join has been answered.
        }

        // The phx_close of the old channel comes after the reply to the new join. Clients tell the channels apart by join ref.
        predecessor?.SendCloseOnce();
        if (_phase != ChannelPhase.Joined)
        {
            await FinishAsync(ChannelEnd.Refused, lateJoin);
            return;
        }

        await RunAsync(_handler is IHandleAfterJoin handler ? AfterJoin(handler) : default);
    }

    private async ValueTask<Outcome> CompleteJoinAsync(Task task, Observation observation)
    {
        try
        {
            await (task.IsCompleted ? task : task.WaitAsync(Services.Options.JoinTimeout, Services.Time));
            if (_phase == ChannelPhase.Joining)
            {
                throw new InvalidOperationException(
                    "The handler did not reply to the join. Only the reply to a push can be deferred or left out. "
                    + "Await in the join, and return a reply.");
            }

            return _phase == ChannelPhase.Joined ? Outcome.Ok
                : _current.Outcome is Outcome.Unauthorized or Outcome.RateLimited ? _current.Outcome
                : Outcome.Refused;
        }
        catch (UnreadablePayloadException e) when (Services.Options.InvalidPayloads == BadMessageAction.ReplyError)
        {
            Services.Telemetry.OnUnreadablePayload(Logger, _descriptor.Tags, e);
            RefuseJoin(Refusals.InvalidPayload);
            return Outcome.InvalidPayload;
        }
        catch (TimeoutException e) when (!task.IsCompleted)
        {
            observation.Fail(e);
            Log.JoinTimedOut(Logger, _descriptor.Name, Services.Options.JoinTimeout);
            RefuseJoin(Refusals.JoinTimeout);
            return Outcome.TimedOut;
        }
        catch (OperationCanceledException) when (IsEnding)
        {
            // The handler stopped because the connection was lost, or because the channel was left or replaced.
            RefuseJoin(Refusals.JoinCrashed);
            return Outcome.Canceled;
        }
        catch (Exception e)
        {
            observation.Fail(e);
            Services.Telemetry.OnJoinCrashed(Logger, _descriptor.Tags, e);
            RefuseJoin(Refusals.JoinCrashed);
            return Outcome.Failed;
        }
    }

    private void RefuseJoin(ReadOnlySpan<byte> response)
    {
        if (_phase == ChannelPhase.Joining)
        {
            Replies.SendError(response);
        }
    }

    private ValueTask AfterJoin(IHandleAfterJoin handler)
    {
        try
        {
            _current.Clear();
            return handler.AfterJoinAsync(Ended);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }
}
