using System.Buffers.Text;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Channels.Lifecycle;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>
/// A push of the client on its way to the handler, each method one step: <see cref="Receive"/> takes the turn, <see cref="BeginPush"/>
/// notes the ref and starts the measurement, <see cref="PassGate"/> asks the gate, <see cref="CallHandler"/> calls the generated dispatch.
/// </summary>
internal sealed partial class ServerChannel
{
    /// <summary>Gets the ref of the join or push that is being handled, raw JSON; empty if there is none.</summary>
    public ReadOnlySpan<byte> CurrentRef => _current.Ref;

    /// <summary>Gets or sets how the current join or push has been handled so far. Only the owner of the turn uses it.</summary>
    public Outcome Outcome
    {
        get => _current.Outcome;
        set => _current.Outcome = value;
    }

    private ValueTask BeginPush(
        ReadOnlySpan<byte> reference, ReadOnlySpan<byte> eventName, bool isEventString, ReadOnlySpan<byte> payload, bool isBinary)
    {
        _current.Begin(reference);
        if (!isEventString)
        {
            OnUnknownEvent(eventName.Length);
            return default;
        }

        if (eventName.SequenceEqual(PhoenixEvents.Leave))
        {
            _mailbox.RequestEnd(ChannelEnd.Left);
            return default;
        }

        _current.Outcome = Outcome.Ok;
        Observation observation = Services.Telemetry.StartPush(Logger, _descriptor.Tags, eventName, _connection.Links);
        ValueTask handling = PassGate(eventName, payload, isBinary);
        return observation.IsActive ? Observe(observation, handling) : handling;
    }

    private ValueTask PassGate(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload, bool isBinary)
    {
        try
        {
            return _gate is null
                ? CallHandler(isJoin: false, eventName, payload, isBinary)
                : _gate.PassPushAsync(eventName, payload, isBinary);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    /// <summary>Calls the generated dispatch of the handler, after all checks. A join creates the handler first.</summary>
    public ValueTask CallHandler(bool isJoin, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload, bool isBinary)
    {
        var call = new InboundCall(this, eventName, payload, isBinary);
        return isJoin ? CreateHandler().JoinAsync(call) : _handler!.HandleInAsync(call); // A joined channel has its handler.
    }

    private ValueTask Observe(Observation observation, ValueTask handling)
    {
        if (!handling.IsCompletedSuccessfully)
        {
            observation.Leave();
            return ObserveAsync(observation, handling);
        }

        handling.GetAwaiter().GetResult(); // Returns a pooled source to its pool.
        observation.CompletePush(_current.Outcome);
        return default;
    }

    private async ValueTask ObserveAsync(Observation observation, ValueTask handling)
    {
        try
        {
            await handling;
        }
        catch (UnreadablePayloadException)
        {
            observation.CompletePush(Outcome.InvalidPayload);
            throw;
        }
        catch (OperationCanceledException) when (IsEnding)
        {
            observation.CompletePush(Outcome.Canceled);
            throw;
        }
        catch (Exception e)
        {
            observation.Fail(e);
            observation.CompletePush(Outcome.Failed);
            throw;
        }

        observation.CompletePush(_current.Outcome);
    }

    public void OnUnknownEvent(int nameLength)
    {
        // The name comes from the client, so neither the log nor a metric may contain it.
        _current.Outcome = Outcome.UnknownEvent;
        Services.Telemetry.OnUnknownEvent(Logger, _descriptor.Tags, nameLength);
        if (Services.Options.UnknownEvents == BadMessageAction.Crash)
        {
            _mailbox.RequestEnd(ChannelEnd.Crashed); // This thread has the turn, so its loop ends the channel next.
            return;
        }

        Replies.SendError(Refusals.UnknownEvent);
    }

    public void RefuseUnauthorized()
    {
        Replies.SendError(Refusals.Unauthorized);
        _current.Outcome = Outcome.Unauthorized;
    }

    /// <summary>Refuses a call that exceeds a rate limit.</summary>
    /// <param name="tag">The event in telemetry; null to look it up by its name.</param>
    /// <param name="eventName">The name of the event, UTF-8.</param>
    /// <param name="hasReply">Whether the client expects a reply.</param>
    /// <param name="retryAfter">When the limiter would permit the call; null if the limiter does not say.</param>
    public void RefuseRateLimited(EventTag? tag, ReadOnlySpan<byte> eventName, bool hasReply, TimeSpan? retryAfter)
    {
        _current.Outcome = Outcome.RateLimited;
        Services.Telemetry.OnRateLimited(_descriptor.Tags, tag ?? _descriptor.Tags.Find(eventName));
        if (!hasReply)
        {
            return;
        }

        if (retryAfter is not { } time)
        {
            Replies.SendError(Refusals.RateLimited);
            return;
        }

        Span<byte> response = stackalloc byte[96]; // 65 without the number, which has at most 20.
        ReadOnlySpan<byte> beginning = Refusals.RateLimitedFor;
        beginning.CopyTo(response);
        Utf8Formatter.TryFormat((long)Math.Ceiling(time.TotalMilliseconds), response[beginning.Length..], out int digits);
        response[beginning.Length + digits] = (byte)'}';
        Replies.SendError(response[..(beginning.Length + digits + 1)]);
    }

    public void Refuse(ChannelPayload response) => Replies.Send(ChannelReply.Error(response));

    public override DeferredReply<TOk, TError> Defer<TOk, TError>(JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo)
    {
        ThrowIfNothingToDefer();
        return new DeferredReply<TOk, TError>(this, _current.Ref.ToArray(), okInfo, errorInfo);
    }

    /// <summary>Defers the reply of an untyped handler.</summary>
    public DeferredReply Defer()
    {
        ThrowIfNothingToDefer();
        return _current.Ref.SequenceEqual(NullJson)
            ? throw new InvalidOperationException(
                $"The push on topic '{Topic}' has no ref, so a deferred reply could not reach the client. Return ChannelReply.None.")
            : new DeferredReply(this, _current.Ref.ToArray());
    }

    internal override void SendDeferred<TOk, TError>(
        byte[] reference, Reply<TOk, TError> reply, JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo) =>
        Replies.SendDeferred(reference, reply, okInfo, errorInfo);

    internal override void SendDeferred(byte[] reference, ChannelReply reply) => Replies.SendDeferred(reference, reply);

    private void ThrowIfNothingToDefer()
    {
        if (_phase != ChannelPhase.Joined || !_current.IsActive)
        {
            throw new InvalidOperationException(
                $"No push on topic '{Topic}' is being handled, so no reply can be deferred. "
                + "Call this in the method that handles the push, before its first await.");
        }
    }

    private bool TrySurvive(Exception exception)
    {
        try
        {
            return Survives(exception);
        }
        catch (Exception e)
        {
            OnTelemetryFailed(e);
            return false;
        }
    }

    /// <summary>Decides whether the channel goes on after an exception of its handler.</summary>
    private bool Survives(Exception exception)
    {
        switch (exception)
        {
            case UnreadablePayloadException when _current.IsActive && Services.Options.InvalidPayloads == BadMessageAction.ReplyError:
                Services.Telemetry.OnUnreadablePayload(Logger, _descriptor.Tags, exception);
                Replies.SendError(Refusals.InvalidPayload);
                return true;
            case OperationCanceledException when IsEnding:
                // The handler stopped because the channel is ending.
                return true;
            default:
                Services.Telemetry.OnChannelCrashed(Logger, _descriptor.Tags, exception);
                return false;
        }
    }
}
