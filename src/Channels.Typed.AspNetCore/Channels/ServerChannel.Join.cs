using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>The beginning of a channel (protocol section "Join processing").</summary>
internal sealed partial class ServerChannel
{
    /// <summary>Handles the join, after the channel that held the topic before has ended. Called by the receive loop, once.</summary>
    /// <param name="frame">The join.</param>
    /// <param name="predecessor">The channel of the same topic that this one replaces, if there is one.</param>
    /// <returns>Null: a join never holds up the connection's other channels.</returns>
    public Task? Join(in Frame frame, ServerChannel? predecessor)
    {
        // Nobody else knows this channel yet, so the turn is ours; what comes for it meanwhile waits in the mailbox.
        _mailbox.TryOwn();
        if (predecessor is not null)
        {
            Log.JoinedAgain(Services.Logger, _descriptor.Name);
        }

        Task replaced = predecessor?.EndAsync(ChannelEnd.Replaced) ?? Task.CompletedTask;
        if (replaced.IsCompleted)
        {
            _ = FinishJoinAsync(StartJoin(frame.Ref, frame.Payload, frame.IsBinary, out Observation observation), predecessor, observation);
        }
        else
        {
            _ = JoinAfterAsync(replaced, frame.Ref.ToArray(), frame.Payload.ToArray(), frame.IsBinary, predecessor);
        }

        return null;
    }

    private async Task JoinAfterAsync(Task replaced, byte[] reference, byte[] payload, bool isBinary, ServerChannel? predecessor)
    {
        try
        {
            await replaced.WaitAsync(Services.Options.ChannelShutdownTimeout, Services.Time);
        }
        catch (TimeoutException)
        {
            predecessor?.Abandon();
            Log.PredecessorDidNotEnd(Services.Logger, _descriptor.Name);
        }

        await FinishJoinAsync(StartJoin(reference, payload, isBinary, out Observation observation), predecessor, observation);
    }

    private ValueTask StartJoin(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> payload, bool isBinary, out Observation observation)
    {
        observation = Services.Telemetry.StartJoin(_descriptor, _connection.Links);
        try
        {
            SetCurrentRef(reference);
            _scope = _served.NeedsServices ? Services.Scopes.CreateAsyncScope() : null;
            _gate = _served.Calls?.Open(this, _scope?.ServiceProvider ?? Services.Root);
            return _gate is null ? CallHandler(isJoin: true, PhoenixEvents.Join, payload, isBinary) : _gate.JoinAsync(payload, isBinary);
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

    // Only when the join gets as far as the handler: what is refused before costs no handler.
    private IChannelHandler CreateHandler()
    {
        if (_phase != ChannelPhase.Joining)
        {
            throw new InvalidOperationException("The join has been answered already, as it took too long.");
        }

        _handler = _descriptor.Create(_scope?.ServiceProvider ?? Services.Root);
        _handler.Attach(this);
        return _handler;
    }

    private async Task FinishJoinAsync(ValueTask join, ServerChannel? predecessor, Observation observation)
    {
        Outcome outcome = await CompleteJoinAsync(join, observation);
        _isCounted = Services.Telemetry.OnJoinAnswered(_descriptor, outcome, observation);

        // The old channel's close comes after the new join's reply, so that clients tell them apart by join ref.
        predecessor?.AnnounceClose();
        if (_phase != ChannelPhase.Joined)
        {
            await FinishAsync(ChannelEnd.Refused);
            return;
        }

        await RunAsync(_handler is IHandleAfterJoin handler ? AfterJoin(handler) : default);
    }

    private async ValueTask<Outcome> CompleteJoinAsync(ValueTask join, Observation observation)
    {
        Task task = join.AsTask();
        try
        {
            await (task.IsCompleted ? task : task.WaitAsync(Services.Options.JoinTimeout, Services.Time));
            if (_phase == ChannelPhase.Joining)
            {
                throw new InvalidOperationException("A join was not answered. Only pushes can be answered later, or not at all; await in the join itself, and return a reply.");
            }

            return _phase == ChannelPhase.Joined ? Outcome.Ok : Outcome is Outcome.Unauthorized or Outcome.RateLimited ? Outcome : Outcome.Refused;
        }
        catch (UnreadablePayloadException e) when (Services.Options.InvalidPayloads == BadMessageAction.ReplyError)
        {
            Services.Telemetry.OnUnreadablePayload(_descriptor, e);
            Refuse(Refusals.InvalidPayload);
            return Outcome.InvalidPayload;
        }
        catch (TimeoutException e) when (!task.IsCompleted)
        {
            observation.Fail(e);
            Log.JoinTimedOut(Services.Logger, _descriptor.Name, Services.Options.JoinTimeout);
            Refuse(Refusals.JoinTimeout);
            return Outcome.TimedOut;
        }
        catch (Exception e)
        {
            observation.Fail(e);
            Log.JoinCrashed(Services.Logger, _descriptor.Name, e);
            Refuse(Refusals.JoinCrashed);
            return Outcome.Failed;
        }
    }

    private void Refuse(ReadOnlySpan<byte> response)
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
            _currentRefLength = 0;
            return handler.AfterJoinAsync(Ended);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }
}
