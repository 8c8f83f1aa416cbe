using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Versions;

/// <summary>
/// Reads and writes the frames of one version of the protocol. A connection uses the version that its client requested when it connected.
/// Immutable, shared by all connections of the version.
/// </summary>
/// <remarks>Refs, topics and events are raw JSON; texts are UTF-8.</remarks>
internal abstract class WireFormat
{
    /// <summary>Gets version 1.0.0: JSON objects.</summary>
    public static WireFormat V1 { get; } = new ObjectFormat();

    /// <summary>Gets version 2.0.0: JSON arrays, and binary frames for binary payloads.</summary>
    public static WireFormat V2 { get; } = new ArrayFormat(hasBinary: true);

    /// <summary>
    /// Gets version 2.0.0 for transports that carry only text to the client, such as long polling. The client may still send binary frames.
    /// </summary>
    public static WireFormat V2TextOnly { get; } = new ArrayFormat(hasBinary: false);

    /// <summary>Gets a value indicating whether payloads to the client may be bytes.</summary>
    public abstract bool HasBinary { get; }

    /// <summary>Gets a value indicating whether JSON payloads of pushes must be objects.</summary>
    public abstract bool NeedsObjects { get; }

    /// <summary>Reads a message of the client.</summary>
    /// <exception cref="ProtocolException">The message is not a frame of this version.</exception>
    public abstract Frame Read(ReadOnlySpan<byte> message, bool isBinary);

    /// <summary>Starts a push, a close or an error. The caller then writes the payload and calls <see cref="End"/>.</summary>
    public abstract void Start(
        FrameBuffer buffer,
        ReadOnlySpan<byte> joinRef,
        ReadOnlySpan<byte> reference,
        ReadOnlySpan<byte> topic,
        ReadOnlySpan<byte> eventName);

    public abstract void End(FrameBuffer buffer, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic);

    /// <summary>Starts a reply. The caller then writes the response and calls <see cref="EndReply"/>.</summary>
    public abstract void StartReply(FrameBuffer buffer, ReadOnlySpan<byte> joinRef, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic);

    public abstract void EndReply(FrameBuffer buffer, ReadOnlySpan<byte> status, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> topic);

    /// <summary>Gets the frame of a broadcast with its WebSocket header. All connections of this version share it.</summary>
    /// <exception cref="InvalidOperationException">The broadcast is binary and this version has no binary payloads.</exception>
    public abstract ReadOnlyMemory<byte> FrameOf(Broadcast broadcast);
}
