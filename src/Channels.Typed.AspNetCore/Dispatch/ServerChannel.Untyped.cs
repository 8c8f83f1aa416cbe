using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Dispatch;

/// <summary>What untyped handlers send.</summary>
internal sealed partial class ServerChannel
{
    /// <summary>The join ref of everything but the join's own reply, close and error; raw JSON.</summary>
    public ReadOnlySpan<byte> PushRef => _pushRef;

    public ValueTask SendAsync(EventScope scope, EventName eventName, ChannelPayload payload)
    {
        if (payload.IsBinary)
        {
            return SendBinary(scope, eventName, payload.Bytes.Span);
        }

        // Version 1.0.0 pushes what it is given. A broadcast goes to clients of both versions, so it is an object for all of them.
        if (!payload.IsObject && (Format.NeedsObjects || scope != EventScope.Push))
        {
            throw new InvalidOperationException(
                $"The payload of event '{eventName}' is neither a JSON object nor bytes, which the protocol asks of pushes and broadcasts. Wrap it in an object.");
        }

        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            Start(buffer, scope, eventName);
            int payloadOffset = buffer.Length;
            buffer.Write(payload.Bytes.Span);
            return Send(buffer, scope, eventName, payloadOffset);
        }
        finally
        {
            buffer.Return();
        }
    }

    public DeferredReply Defer()
    {
        ThrowIfNothingToDefer();
        return CurrentRef.SequenceEqual(NullJson)
            ? throw new InvalidOperationException($"The push of topic '{Topic}' has no ref, so the client cannot be answered later. Answer nothing.")
            : new DeferredReply(this, CurrentRef.ToArray());
    }
}
