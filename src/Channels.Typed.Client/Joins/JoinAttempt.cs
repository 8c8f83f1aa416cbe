using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Pushes;
using Channels.Typed.Client.Sockets;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Joins;

/// <summary>A <c>phx_join</c> that is on its way. Members need the socket's gate.</summary>
internal sealed class JoinAttempt(SocketEngine engine, Membership membership) : PendingReply
{
    private ITimer? _timer;

    public void Start(TimeSpan timeout) =>
        _timer = engine.Settings.TimeProvider.Once(static attempt => ((JoinAttempt)attempt!).OnTimeout(), this, timeout);

    public void Stop() => _timer?.Dispose();

    public override EventDelivery OnReply(ReplyFrame reply) => membership.OnJoinReply(this, reply);

    // The membership hears of it from the socket.
    public override void OnDisconnected() => Stop();

    private void OnTimeout()
    {
        lock (engine.Gate)
        {
            membership.OnJoinTimeout(this);
        }
    }
}
