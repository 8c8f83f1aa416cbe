using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// The queue of frames for one client, in order and bounded in bytes. Safe for use from several threads; no member blocks.
/// </summary>
internal interface IOutbox
{
    /// <summary>Gets the maximum number of bytes that wait for the client. A frame with more bytes can never be sent.</summary>
    int MaxBytes { get; }

    /// <summary>Gets the name of the option that sets <see cref="MaxBytes"/>, for messages.</summary>
    string MaxBytesOption { get; }

    /// <summary>
    /// Queues a complete frame, WebSocket header included, that is shared with other connections. Its bytes must not change.
    /// </summary>
    void Deliver(ReadOnlyMemory<byte> frame);

    /// <summary>Queues a copy of the frame in a buffer. The caller keeps the buffer.</summary>
    /// <param name="buffer">The frame, without WebSocket header.</param>
    /// <param name="isBinary">Whether it is a binary frame.</param>
    /// <param name="afterwards">
    /// Called under the outbox's lock after the frame is queued, so that no other frame comes between. It must not acquire a lock that any
    /// caller holds when it uses this outbox. Optional.
    /// </param>
    void Send(FrameBuffer buffer, bool isBinary = false, Action? afterwards = null);
}
