using Channels.Typed.Client.Events;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Pushes;

/// <summary>Whoever waits for the reply to a frame. Members need the socket's gate.</summary>
internal abstract class PendingReply
{
    /// <summary>The reply came. If handlers are told of it and their queue is full, the pump to wait for is returned.</summary>
    public abstract EventPump? OnReply(ReplyFrame reply);

    /// <summary>The reply cannot come any more, since the connection is gone.</summary>
    public abstract void OnDisconnected();
}
