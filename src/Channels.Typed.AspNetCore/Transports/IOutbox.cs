using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>What waits for one client, in order and bounded in bytes. Safe for use from several threads; nothing here waits.</summary>
internal interface IOutbox
{
    /// <summary>Takes a complete frame, WebSocket header included, that is shared with other connections.</summary>
    void Deliver(ReadOnlyMemory<byte> frame);

    /// <summary>Takes a frame from a buffer, which stays the caller's.</summary>
    /// <param name="buffer">The frame, without WebSocket header.</param>
    /// <param name="isBinary">Whether it is a binary frame.</param>
    /// <param name="afterwards">Called after the frame is in and before anything else can be, if given; it may take no lock that is held around this outbox.</param>
    void Send(FrameBuffer buffer, bool isBinary = false, Action? afterwards = null);
}
