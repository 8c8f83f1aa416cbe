using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.PubSub;

/// <summary>One event for all subscribers of a topic, encoded once: the same bytes go to every connection and to other nodes. Immutable.</summary>
public sealed class Broadcast
{
    private readonly byte[] _bytes;
    private readonly int _headerLength;
    private readonly byte[] _event;
    private readonly int _payloadOffset;

    private Broadcast(string topic, byte[] eventName, byte[] bytes, int headerLength, int payloadOffset)
    {
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

    /// <summary>Gets the V2 text frame, <c>[null,null,topic,event,payload]</c>, as it travels to other nodes.</summary>
    public ReadOnlyMemory<byte> Frame => _bytes.AsMemory(_headerLength);

    /// <summary>Gets the payload, UTF-8 JSON.</summary>
    public ReadOnlySpan<byte> Payload => _bytes.AsSpan(_headerLength + _payloadOffset, _bytes.Length - _headerLength - _payloadOffset - 1);

    /// <summary>Gets the frame with its WebSocket header in front, as it is written to connections.</summary>
    internal ReadOnlyMemory<byte> WebSocketFrame => _bytes;

    /// <summary>Makes a broadcast of a frame that came from another node.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="frame">The V2 text frame; it is copied.</param>
    /// <returns>The broadcast.</returns>
    /// <exception cref="ProtocolException">The frame is malformed.</exception>
    public static Broadcast FromFrame(string topic, ReadOnlySpan<byte> frame)
    {
        JsonFrame parsed = JsonFrameReader.Read(frame);
        if (!frame.Overlaps(parsed.Payload, out int payloadOffset) || payloadOffset + parsed.Payload.Length + 1 != frame.Length)
        {
            throw new ProtocolException("A broadcast between nodes must end with its payload.");
        }

        return Create(topic, parsed.Event.ToArray(), frame, payloadOffset);
    }

    /// <summary>Makes a broadcast of a complete frame in a buffer.</summary>
    internal static Broadcast FromBuffer(string topic, EventName eventName, FrameBuffer buffer, int payloadOffset) =>
        Create(topic, eventName.Utf8Bytes, buffer.Written, payloadOffset);

    private static Broadcast Create(string topic, byte[] eventName, ReadOnlySpan<byte> frame, int payloadOffset)
    {
        int headerLength = WebSocketHeader.LengthFor(frame.Length);
        var bytes = new byte[headerLength + frame.Length];
        WebSocketHeader.Write(bytes, WebSocketHeader.Text, frame.Length);
        frame.CopyTo(bytes.AsSpan(headerLength));
        return new Broadcast(topic, eventName, bytes, headerLength, payloadOffset);
    }
}
