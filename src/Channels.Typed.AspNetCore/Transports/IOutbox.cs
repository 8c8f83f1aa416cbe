using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// The queue of frames for one client, in order and bounded in bytes. Safe for use from several threads; no member blocks.
/// </summary>
/// <remarks>
/// A frame that the client asked for is always queued. Its sender awaits <see cref="WaitForRoom"/> before it does more work for this
/// client. Frames that the client did not ask for count toward the limit, and end the connection beyond it.
/// </remarks>
internal interface IOutbox
{
    /// <summary>Gets the limit: the maximum number of bytes that the client did not ask for and that wait for it.</summary>
    int MaxBytes { get; }

    /// <summary>Gets the name of the option that sets <see cref="MaxBytes"/>, for messages.</summary>
    string MaxBytesOption { get; }

    /// <summary>
    /// Queues a complete frame, WebSocket header included, that is shared with other connections. Its bytes must not change. It counts
    /// toward the limit.
    /// </summary>
    void Deliver(ReadOnlyMemory<byte> frame);

    /// <summary>Queues a copy of the frame in a buffer. The caller keeps the buffer.</summary>
    /// <param name="buffer">The frame, without WebSocket header.</param>
    /// <param name="isBinary">Whether it is a binary frame.</param>
    /// <param name="afterwards">
    /// Called under the outbox's lock after the frame is queued, so that no other frame comes between. It must not acquire a lock that any
    /// caller holds when it uses this outbox. Optional.
    /// </param>
    /// <param name="isLimited">Whether the frame counts toward the limit, because its sender does not wait for room.</param>
    void Send(FrameBuffer buffer, bool isBinary = false, Action? afterwards = null, bool isLimited = false);

    /// <summary>
    /// Returns a task that completes when the outbox has room again, or takes no more frames; null if it has room now. It never fails.
    /// </summary>
    Task? WaitForRoom();
}
