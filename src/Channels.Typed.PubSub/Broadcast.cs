using System.Text;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.PubSub;

/// <summary>
/// One event for all subscribers of a topic. It is encoded once, and the same bytes are sent to all connections and other nodes. Immutable.
/// </summary>
public sealed class Broadcast
{
    private readonly byte[] _bytes;
    private readonly int _headerLength;
    private readonly byte[] _event;
    private readonly int _payloadOffset;
    private byte[]? _objectFrame;

    private Broadcast(string topic, byte[] eventName, byte[] bytes, int headerLength, int payloadOffset, bool isBinary)
    {
        IsBinary = isBinary;
        Topic = topic;
        _event = eventName;
        _bytes = bytes;
        _headerLength = headerLength;
        _payloadOffset = payloadOffset;
    }

    /// <summary>Gets the topic.</summary>
    public string Topic { get; }

    /// <summary>Gets the event's name as UTF-8 text.</summary>
    public ReadOnlySpan<byte> Event => _event;

    /// <summary>Gets a value indicating whether the payload is bytes and not JSON.</summary>
    public bool IsBinary { get; }

    /// <summary>
    /// Gets the V2 frame as it is sent to other nodes: <c>[null,null,topic,event,payload]</c>, or the binary frame of a broadcast.
    /// </summary>
    public ReadOnlyMemory<byte> Frame => _bytes.AsMemory(_headerLength);

    /// <summary>Gets the payload: UTF-8 JSON, or bytes if <see cref="IsBinary"/>.</summary>
    public ReadOnlySpan<byte> Payload
    {
        get
        {
            // A text frame ends with the closing bracket of its array.
            int start = _headerLength + _payloadOffset;
            return _bytes.AsSpan(start, _bytes.Length - start - (IsBinary ? 0 : 1));
        }
    }

    /// <summary>Gets the V2 frame with its WebSocket header, as it is written to connections.</summary>
    internal ReadOnlyMemory<byte> WebSocketFrame => _bytes;

    /// <summary>
    /// Gets the V1 frame with its WebSocket header. It is created when a V1 connection first needs it. Throws if the payload is binary,
    /// which V1 does not support.
    /// </summary>
    internal ReadOnlyMemory<byte> WebSocketObjectFrame => _objectFrame ??= CreateObjectFrame();

    /// <summary>Creates a broadcast from a frame of another node.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="frame">The V2 frame. It is copied.</param>
    /// <returns>The broadcast.</returns>
    /// <exception cref="ProtocolException">The frame is malformed.</exception>
    public static Broadcast FromFrame(string topic, ReadOnlySpan<byte> frame)
    {
        if (frame.Length > 0 && frame[0] == BinaryFrameWriter.Broadcast)
        {
            return FromBinaryFrame(topic, frame);
        }

        Frame parsed = JsonFrameReader.Read(frame);
        if (!frame.Overlaps(parsed.Payload, out int payloadOffset) || payloadOffset + parsed.Payload.Length + 1 != frame.Length)
        {
            throw new ProtocolException("The payload must be the last element of a broadcast between nodes.");
        }

        return Create(topic, parsed.Event.ToArray(), frame, payloadOffset, isBinary: false);
    }

    /// <summary>Creates a broadcast from a complete text frame in a buffer.</summary>
    internal static Broadcast FromBuffer(string topic, EventName eventName, FrameBuffer buffer, int payloadOffset) =>
        Create(topic, eventName.Utf8Bytes, buffer.Written, payloadOffset, isBinary: false);

    /// <summary>Creates a broadcast with bytes as payload.</summary>
    internal static Broadcast FromBytes(string topic, EventName eventName, ReadOnlySpan<byte> payload)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            int payloadOffset = BinaryFrameWriter.WriteBroadcast(buffer, Encoding.UTF8.GetBytes(topic), eventName.Utf8, payload);
            return Create(topic, eventName.Utf8Bytes, buffer.Written, payloadOffset, isBinary: true);
        }
        finally
        {
            buffer.Return();
        }
    }

    // 2, topic length, event length, topic, event, payload
    private static Broadcast FromBinaryFrame(string topic, ReadOnlySpan<byte> frame)
    {
        const int HeaderLength = 3;
        if (frame.Length < HeaderLength || frame.Length < HeaderLength + frame[1] + frame[2])
        {
            throw new ProtocolException("A binary broadcast is shorter than its header says.");
        }

        int eventOffset = HeaderLength + frame[1];
        return Create(topic, frame.Slice(eventOffset, frame[2]).ToArray(), frame, eventOffset + frame[2], isBinary: true);
    }

    private static Broadcast Create(string topic, byte[] eventName, ReadOnlySpan<byte> frame, int payloadOffset, bool isBinary)
    {
        byte[] bytes = WithHeader(frame, isBinary ? WebSocketHeader.Binary : WebSocketHeader.Text, out int headerLength);
        return new Broadcast(topic, eventName, bytes, headerLength, payloadOffset, isBinary);
    }

    private static byte[] WithHeader(ReadOnlySpan<byte> frame, byte kind, out int headerLength)
    {
        headerLength = WebSocketHeader.LengthFor(frame.Length);
        var bytes = new byte[headerLength + frame.Length];
        WebSocketHeader.Write(bytes, kind, frame.Length);
        frame.CopyTo(bytes.AsSpan(headerLength));
        return bytes;
    }

    private byte[] CreateObjectFrame()
    {
        if (IsBinary)
        {
            throw new InvalidOperationException(
                $"The event '{Encoding.UTF8.GetString(_event)}' on topic '{Topic}' is binary. "
                + "Version 1.0.0 of the protocol has no binary payloads.");
        }

        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            JsonObjectFrameWriter.Start(buffer, JsonText.Encode(_event));
            buffer.Write(Payload);
            JsonObjectFrameWriter.End(buffer, "null"u8, JsonText.Encode(Topic));
            return WithHeader(buffer.Written, WebSocketHeader.Text, out _);
        }
        finally
        {
            buffer.Return();
        }
    }
}
