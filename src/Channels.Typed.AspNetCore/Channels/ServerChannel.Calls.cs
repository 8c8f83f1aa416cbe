using System.Buffers.Text;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>The pushes of the client on their way to the handler.</summary>
internal sealed partial class ServerChannel
{
    private byte[] _currentRef = [];
    private int _currentRefLength;

    public ReadOnlySpan<byte> CurrentRef => _currentRef.AsSpan(0, _currentRefLength);

    /// <summary>What became of the current push so far. Written by the owner of the turn.</summary>
    public Outcome Outcome { get; set; }

    public void OnUnknownEvent(int nameLength)
    {
        // The name comes from the wire, so it goes neither into the log nor into a metric.
        Outcome = Outcome.UnknownEvent;
        Services.Telemetry.OnUnknownEvent(_descriptor, nameLength);
        if (Services.Options.UnknownEvents == BadMessageAction.Crash)
        {
            _mailbox.RequestEnd(ChannelEnd.Crashed); // The turn is ours, so it comes next.
            return;
        }

        Replies.SendError(Refusals.UnknownEvent);
    }

    /// <summary>Calls the handler, once nothing stands before it any more; the join is what makes it.</summary>
    public ValueTask CallHandler(bool isJoin, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload, bool isBinary)
    {
        var call = new InboundCall(this, eventName, payload, isBinary);
        return isJoin ? CreateHandler().JoinAsync(call) : _handler!.HandleInAsync(call); // A joined channel has its handler.
    }

    public void OnUnauthorized()
    {
        Replies.SendError(Refusals.Unauthorized);
        Outcome = Outcome.Unauthorized;
    }

    /// <summary>A call is beyond a rate limit.</summary>
    /// <param name="tag">How telemetry names it; found by its name if not given.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="hasReply">Whether the client expects an answer.</param>
    /// <param name="retryAfter">When the limiter would permit it, if it says so.</param>
    public void OnRateLimited(EventTag? tag, ReadOnlySpan<byte> eventName, bool hasReply, TimeSpan? retryAfter)
    {
        Outcome = Outcome.RateLimited;
        Services.Telemetry.OnRateLimited(_descriptor, tag ?? _descriptor.Tags.Find(eventName));
        if (!hasReply)
        {
            return;
        }

        if (retryAfter is not { } time)
        {
            Replies.SendError(Refusals.RateLimited);
            return;
        }

        Span<byte> response = stackalloc byte[64]; // 43 without the number, which has up to 20.
        ReadOnlySpan<byte> beginning = Refusals.RateLimitedFor;
        beginning.CopyTo(response);
        Utf8Formatter.TryFormat((long)Math.Ceiling(time.TotalMilliseconds), response[beginning.Length..], out int digits);
        response[beginning.Length + digits] = (byte)'}';
        Replies.SendError(response[..(beginning.Length + digits + 1)]);
    }

    public override DeferredReply<TOk, TError> Defer<TOk, TError>(JsonTypeInfo<TOk> okInfo, JsonTypeInfo<TError> errorInfo)
    {
        ThrowIfNothingToDefer();
        return new DeferredReply<TOk, TError>(this, CurrentRef.ToArray(), okInfo, errorInfo);
    }

    /// <summary>Defers the reply of an untyped handler.</summary>
    public DeferredReply Defer()
    {
        ThrowIfNothingToDefer();
        return CurrentRef.SequenceEqual(NullJson)
            ? throw new InvalidOperationException($"The push of topic '{Topic}' has no ref, so the client cannot be answered later. Answer nothing.")
            : new DeferredReply(this, CurrentRef.ToArray());
    }

    private void ThrowIfNothingToDefer()
    {
        if (_phase != ChannelPhase.Joined || _currentRefLength == 0)
        {
            throw new InvalidOperationException($"There is no push of topic '{Topic}' whose reply could be deferred. Call this in the push's method, before its first await.");
        }
    }

    private ValueTask Invoke(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> eventName, bool isEventString, ReadOnlySpan<byte> payload, bool isBinary)
    {
        SetCurrentRef(reference);
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

        Outcome = Outcome.Ok;
        Observation observation = Services.Telemetry.StartPush(_descriptor, eventName, _connection.Links);
        return observation.Until(Handle(eventName, payload, isBinary), this);
    }

    private ValueTask Handle(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload, bool isBinary)
    {
        try
        {
            return _gate is null ? CallHandler(isJoin: false, eventName, payload, isBinary) : _gate.HandleInAsync(eventName, payload, isBinary);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    /// <summary>Whether the channel goes on after an exception of its handler.</summary>
    private bool Survives(Exception exception)
    {
        switch (exception)
        {
            case UnreadablePayloadException when _currentRefLength > 0 && Services.Options.InvalidPayloads == BadMessageAction.ReplyError:
                Services.Telemetry.OnUnreadablePayload(_descriptor, exception);
                Replies.SendError(Refusals.InvalidPayload);
                return true;
            case OperationCanceledException when IsEnding:
                // The channel is ending, which is why the handler gave up.
                return true;
            default:
                Log.ChannelCrashed(Services.Logger, _descriptor.Name, exception);
                return false;
        }
    }

    private void SetCurrentRef(ReadOnlySpan<byte> reference)
    {
        if (_currentRef.Length < reference.Length)
        {
            _currentRef = new byte[Math.Max(16, reference.Length)];
        }

        reference.CopyTo(_currentRef);
        _currentRefLength = reference.Length;
    }
}
