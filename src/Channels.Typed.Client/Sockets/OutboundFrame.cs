using Channels.Typed.Client.Joins;
using Channels.Typed.Client.Pushes;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Sockets;

/// <summary>A frame on its way to the writer, which encodes it.</summary>
internal readonly struct OutboundFrame
{
    private readonly FrameKind _kind;
    private readonly long _joinRef;
    private readonly long _ref;
    private readonly ClientChannel? _channel;
    private readonly ChannelPayload _payload;

    private OutboundFrame(FrameKind kind, long joinRef, long reference, ClientChannel? channel, ChannelPayload payload = default, PendingPush? push = null)
    {
        _kind = kind;
        _joinRef = joinRef;
        _ref = reference;
        _channel = channel;
        _payload = payload;
        Push = push;
    }

    /// <summary>Gets a value indicating whether it is written as a binary frame.</summary>
    public bool IsBinary => _payload.IsBinary;

    /// <summary>Gets the push, if the frame is one.</summary>
    public PendingPush? Push { get; }

    public static OutboundFrame Join(ClientChannel channel, long reference, ChannelPayload payload) =>
        new(FrameKind.Join, reference, reference, channel, payload);

    public static OutboundFrame Leave(ClientChannel channel, long joinRef, long reference) => new(FrameKind.Leave, joinRef, reference, channel);

    public static OutboundFrame Heartbeat(long reference) => new(FrameKind.Heartbeat, 0, reference, null);

    public static OutboundFrame Of(ClientChannel channel, long joinRef, long reference, PendingPush push) =>
        new(FrameKind.Push, joinRef, reference, channel, push.Payload, push);

    public void WriteTo(FrameBuffer buffer, ProtocolVersion version)
    {
        if (version == ProtocolVersion.V1)
        {
            WriteObject(buffer);
        }
        else
        {
            WriteArray(buffer);
        }
    }

    // {"event": event, "payload": payload, "join_ref": join_ref, "ref": ref, "topic": topic}
    private void WriteObject(FrameBuffer buffer)
    {
        JsonObjectFrameWriter.Start(buffer, EventJson());
        WritePayload(buffer);
        buffer.Write(",\"join_ref\":"u8);
        buffer.Write(RefText.Write(stackalloc byte[RefText.MaxLength], _joinRef));
        JsonObjectFrameWriter.End(buffer, RefText.Write(stackalloc byte[RefText.MaxLength], _ref), TopicJson());
    }

    // [join_ref, ref, topic, event, payload], or a binary push
    private void WriteArray(FrameBuffer buffer)
    {
        if (IsBinary)
        {
            BinaryFrameWriter.WriteClientPush(
                buffer,
                RefText.Write(stackalloc byte[RefText.MaxLength], _joinRef),
                RefText.Write(stackalloc byte[RefText.MaxLength], _ref),
                _channel!.TopicUtf8, // Heartbeats have no binary payload.
                Push is null ? PhoenixEvents.Join : Push.EventName.Utf8,
                _payload.Bytes.Span);
            return;
        }

        JsonFrameWriter.Start(
            buffer,
            RefText.Write(stackalloc byte[RefText.MaxLength], _joinRef),
            RefText.Write(stackalloc byte[RefText.MaxLength], _ref),
            TopicJson(),
            EventJson());
        WritePayload(buffer);
        JsonFrameWriter.End(buffer);
    }

    private void WritePayload(FrameBuffer buffer) => buffer.Write(_payload.Bytes.IsEmpty ? "{}"u8 : _payload.Bytes.Span);

    private ReadOnlySpan<byte> TopicJson() => _channel is null ? "\"phoenix\""u8 : _channel.TopicJson;

    private ReadOnlySpan<byte> EventJson() => _kind switch
    {
        FrameKind.Join => "\"phx_join\""u8,
        FrameKind.Leave => "\"phx_leave\""u8,
        FrameKind.Heartbeat => "\"heartbeat\""u8,
        _ => Push!.EventName.Json, // Only pushes are left.
    };
}
