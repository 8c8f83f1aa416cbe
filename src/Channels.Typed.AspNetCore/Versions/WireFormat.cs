using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Versions;

/// <summary>How one connection's frames are read and written: the version that it asked for when it connected.</summary>
/// <remarks>Refs, topics and events are raw JSON, texts are UTF-8.</remarks>
internal abstract class WireFormat
{
    /// <summary>Gets version 1.0.0: JSON objects.</summary>
    public static WireFormat V1 { get; } = new ObjectFormat();

    /// <summary>Gets version 2.0.0: JSON arrays, and binary frames for binary payloads.</summary>
    public static WireFormat V2 { get; } = new ArrayFormat(hasBinary: true);

    /// <summary>Gets version 2.0.0 where only text reaches the client, as with long polling; what it sends may still be bytes.</summary>
    public static WireFormat V2TextOnly { get; } = new ArrayFormat(hasBinary: false);

    /// <summary>Gets a value indicating whether payloads for the client may be bytes.</summary>
    public abstract bool HasBinary { get; }

    /// <summary>Gets a value indicating whether JSON payloads of pushes must be objects.</summary>
    public abstract bool NeedsObjects { get; }

    /// <summary>Reads a message of the client.</summary>
    /// <exception cref="ProtocolException">The message is no frame of this version.</exception>
    public abstract Frame Read(ReadOnlySpan<byte> message, bool isBinary);

    /// <summary>Starts a push, a close or an error; the payload follows, and <see cref="End"/>.</summary>
    public abstract void Start(
        FrameBuffer buffer, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> eventName);

    public abstract void End(FrameBuffer buffer, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic);

    /// <summary>Starts a reply; the response follows, and <see cref="EndReply"/>.</summary>
    public abstract void StartReply(FrameBuffer buffer, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic);

    public abstract void EndReply(FrameBuffer buffer, ReadOnlySpan<byte> status, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic);

    /// <summary>Gets the frame of a broadcast with its WebSocket header, shared by all connections of this format.</summary>
    /// <exception cref="InvalidOperationException">The broadcast is binary and this format has no binary payloads.</exception>
    public abstract ReadOnlyMemory<byte> FrameOf(Broadcast broadcast);
}
