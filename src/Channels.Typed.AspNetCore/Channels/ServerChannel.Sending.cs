using Channels.Typed.AspNetCore.Channels.Lifecycle;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>Frames to the client, and broadcasts to the topic. Safe for use from several threads.</summary>
internal sealed partial class ServerChannel
{
    private volatile Task? _room; // Completes when the outbox has room, if it had none after the last frame of this channel.

    /// <summary>Creates the exception for bytes that the client's protocol version or transport cannot carry.</summary>
    public InvalidOperationException NoBinary(string eventName) => new(
        $"'{eventName}' on topic '{Topic}' carries bytes, which cannot be sent to this client: "
        + "it speaks protocol version 1.0.0, or uses long polling. Send JSON.");

    /// <summary>
    /// Sends a broadcast to the client; it was encoded once for all clients of the same version. The publisher's thread calls it.
    /// </summary>
    public void Forward(Broadcast broadcast)
    {
        if (broadcast.IsBinary && !Format.HasBinary)
        {
            // The client's version or transport cannot carry bytes. The other clients get the broadcast, and the publisher gets no error.
            Log.BinaryNotCarried(Logger, _descriptor.Name);
            return;
        }

        Outbox.Deliver(Format.FrameOf(broadcast));
    }

    /// <summary>Sends a reply. The reply to a join decides whether the channel is joined.</summary>
    public void SendReply(FrameBuffer buffer, bool isOk, bool isBinary)
    {
        switch (ChannelLifecycle.OnReply(_phase, isOk, _isDetached))
        {
            case ReplyEffect.SendAndJoin:
                // The channel subscribes before another thread can write: no broadcast comes before this reply, and none after it is
                // missed.
                _ = SendToClient(buffer, isBinary, SubscribeToTopic);
                break;
            case ReplyEffect.SendAndRefuse:
                _phase = ChannelPhase.Refused;
                _ = SendToClient(buffer, isBinary);
                break;
            case ReplyEffect.Send:
                _ = SendToClient(buffer, isBinary);
                break;
            default:
                break;
        }
    }

    /// <summary>Sends an event of an untyped handler.</summary>
    public ValueTask SendAsync(EventScope scope, EventName eventName, ChannelPayload payload)
    {
        if (payload.IsBinary)
        {
            return SendBinary(scope, eventName, payload.Bytes.Span);
        }

        // A push to a client of version 1.0.0 may be any JSON. A broadcast goes to clients of both versions, so it must be an object.
        if (!payload.IsObject && (Format.NeedsObjects || scope != EventScope.Push))
        {
            throw new InvalidOperationException(
                $"The payload of event '{eventName}' is neither a JSON object nor bytes. Pushes and broadcasts need one of these. "
                + "Wrap the payload in an object.");
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
            return SendToClient(buffer, isBinary: false);
        }

        JsonFrameWriter.End(buffer);
        ThrowIfTooLarge(eventName, buffer.Length);
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
            ThrowIfTooLarge(eventName, payload.Length);
            return Publish(Broadcast.FromBytes(Topic, eventName, payload), scope);
        }

        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            BinaryFrameWriter.WritePush(buffer, _pushRef, TopicText, eventName.Utf8, payload);
            return SendToClient(buffer, isBinary: true);
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>
    /// Sends a reply or a push. A frame that is sent while an earlier one of this channel waits for room counts toward the limit of the
    /// outbox, because its sender did not await the earlier one.
    /// </summary>
    /// <returns>A task that completes when the outbox has room for more.</returns>
    private ValueTask SendToClient(FrameBuffer buffer, bool isBinary, Action? afterwards = null)
    {
        Outbox.Send(buffer, isBinary, afterwards, isLimited: _room is { IsCompleted: false });
        if (Outbox.WaitForRoom() is not { } room)
        {
            return default;
        }

        _room = room;
        return new ValueTask(room);
    }

    private ValueTask Publish(Broadcast broadcast, EventScope scope) =>
        Services.PubSub.BroadcastAsync(broadcast, scope == EventScope.BroadcastFrom ? _subscriber : null);

    // Broadcasts never wait for room. One that can never fit would end the connections of all subscribers, and only its sender can do
    // something about it. Replies and pushes may have any size.
    private void ThrowIfTooLarge(EventName eventName, int length)
    {
        if (length > Outbox.MaxBytes - FrameBuffer.HeaderRoom)
        {
            throw new InvalidOperationException(
                $"The broadcast '{eventName}' of {_descriptor.Name} was not sent: it has {length} bytes, and {Outbox.MaxBytesOption} is "
                + $"{Outbox.MaxBytes}. Send less at once, or raise the option.");
        }
    }

    private void ThrowIfNotJoined(EventName eventName)
    {
        if (_phase is ChannelPhase.Joining or ChannelPhase.Refused)
        {
            throw new InvalidOperationException(
                $"Topic '{Topic}' is not joined yet, so '{eventName}' cannot be sent. Implement IHandleAfterJoin to send after the join.");
        }
    }

    private void SubscribeToTopic()
    {
        _subscription = Services.PubSub.Subscribe(Topic, _subscriber);
        _phase = ChannelPhase.Joined;
    }
}
