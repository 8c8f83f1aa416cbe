using Channels.Typed.Client.Events;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Sockets;

/// <summary>A frame whose reply is awaited. Members need the socket's lock.</summary>
internal abstract class PendingReply
{
    /// <summary>The reply came.</summary>
    public abstract Backpressure OnReply(ReplyFrame reply);

    /// <summary>The frame could not be encoded, so it is not sent.</summary>
    public abstract void OnNotEncoded(Exception failure);

    /// <summary>The connection is lost, so the reply cannot come any more.</summary>
    public abstract void OnDisconnected();
}
