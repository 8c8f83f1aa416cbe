using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>What goes to the client and to the topic.</summary>
internal sealed partial class ServerChannel
{
    /// <summary>What to throw where a client would have to be sent bytes that its version or its transport cannot carry.</summary>
    public InvalidOperationException NoBinary(string eventName) =>
        new($"'{eventName}' on topic '{Topic}' carries bytes, which cannot reach this client: it speaks version 1.0.0 of the protocol, or uses long polling. Send it JSON.");

    /// <summary>Passes a broadcast on to the client, encoded once for all clients of its version. Called on the publisher's thread.</summary>
    public void Forward(Broadcast broadcast)
    {
        if (broadcast.IsBinary && !Format.HasBinary)
        {
            // Its version or its transport cannot carry it. Everybody else gets it, and the publisher is not to blame.
            Log.BinaryNotCarried(Services.Logger, _descriptor.Name);
            return;
        }

        Outbox.Deliver(Format.FrameOf(broadcast));
    }

    /// <summary>Sends a reply; that of a join decides whether the channel is joined.</summary>
    public void SendReply(FrameBuffer buffer, bool isOk, bool isBinary)
    {
        switch (_phase)
        {
            case ChannelPhase.Joining when isOk:
                // Subscribed before anybody else can write: nothing of the topic comes before this reply, and nothing after it is missed.
                Outbox.Send(buffer, isBinary, Subscribe);
                break;
            case ChannelPhase.Joining:
                _phase = ChannelPhase.Refused;
                Outbox.Send(buffer, isBinary);
                break;
            case ChannelPhase.Refused:
                // The join timed out before.
                break;
            case ChannelPhase.Joined when _isAbandoned:
                break;
            default:
                Outbox.Send(buffer, isBinary);
                break;
        }
    }

    /// <summary>Sends what an untyped handler sends.</summary>
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

    protected override void Start(FrameBuffer buffer, EventScope scope, EventName eventName)
    {
        ThrowIfNotJoined(eventName);
        if (scope == EventScope.Push)
        {
            Format.Start(buffer, _pushRef, NullJson, _topicJson, eventName.Json);
        }
        else
        {
            JsonFrameWriter.StartBroadcast(buffer, _topicJson, eventName.Json);
        }
    }

    protected override ValueTask Send(FrameBuffer buffer, EventScope scope, EventName eventName, int payloadOffset)
    {
        if (scope == EventScope.Push)
        {
            Format.End(buffer, NullJson, _topicJson);
            Outbox.Send(buffer);
            return default;
        }

        JsonFrameWriter.End(buffer);
        return Publish(Broadcast.FromBuffer(Topic, eventName, buffer, payloadOffset), scope);
    }

    protected override ValueTask SendBinary(EventScope scope, EventName eventName, ReadOnlySpan<byte> payload)
    {
        ThrowIfNotJoined(eventName);
        if (!Format.HasBinary && scope != EventScope.BroadcastFrom)
        {
            throw NoBinary(eventName.Name);
        }

        if (scope != EventScope.Push)
        {
            return Publish(Broadcast.FromBytes(Topic, eventName, payload), scope);
        }

        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            BinaryFrameWriter.WritePush(buffer, _pushRef, TopicText, eventName.Utf8, payload);
            Outbox.Send(buffer, isBinary: true);
            return default;
        }
        finally
        {
            buffer.Return();
        }
    }

    private ValueTask Publish(Broadcast broadcast, EventScope scope) =>
        Services.PubSub.BroadcastAsync(broadcast, scope == EventScope.BroadcastFrom ? _subscriber : null);

    private void ThrowIfNotJoined(EventName eventName)
    {
        if (_phase is ChannelPhase.Joining or ChannelPhase.Refused)
        {
            throw new InvalidOperationException($"Topic '{Topic}' is not joined yet, so '{eventName}' cannot be sent. Implement IHandleAfterJoin to send after the join.");
        }
    }

    private void Subscribe()
    {
        _subscription = Services.PubSub.Subscribe(Topic, _subscriber);
        _phase = ChannelPhase.Joined;
    }
}
