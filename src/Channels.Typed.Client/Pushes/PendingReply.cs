using Channels.Typed.Client.Events;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Pushes;

/// <summary>Whoever waits for the reply to a frame. Members need the socket's gate.</summary>
internal abstract class PendingReply
{
    /// <summary>The reply came; what handlers are to be told of it is returned.</summary>
    public abstract EventDelivery OnReply(ReplyFrame reply);

    /// <summary>The reply cannot come any more, since the connection is gone.</summary>
    public abstract void OnDisconnected();
}
