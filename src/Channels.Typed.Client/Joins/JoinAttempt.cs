using System.Diagnostics.CodeAnalysis;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Pushes;
using Channels.Typed.Client.Sockets;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Joins;

/// <summary>A <c>phx_join</c> that is on its way. Members need the socket's gate.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The token source has no timer and no links, so it holds nothing.")]
internal sealed class JoinAttempt(SocketEngine engine, Membership membership) : PendingReply
{
    private CancellationTokenSource? _stopped;
    private ITimer? _timer;
    private long _started;

    /// <summary>Gets or sets a value indicating whether the frame is on its way: the payload may have to be made first.</summary>
    public bool IsSent { get; set; }

    public void Start(TimeSpan timeout)
    {
        _started = membership.Telemetry.StartJoin();
        _timer = engine.Settings.TimeProvider.Once(static attempt => ((JoinAttempt)attempt!).OnTimeout(), this, timeout);
    }

    /// <summary>A token for whoever makes the payload.</summary>
    public CancellationToken WatchForStop() => (_stopped = new CancellationTokenSource()).Token;

    /// <summary>The attempt is over, with an outcome of <see cref="TelemetryTags"/>.</summary>
    public void Stop(string outcome)
    {
        membership.Telemetry.OnJoinEnded(_started, outcome);
        _started = 0;
        _timer?.Dispose();
        if (_stopped is not null)
        {
            // What waits for the token is the application's and must not run under the gate.
            _ = ThreadPool.UnsafeQueueUserWorkItem(static stopped => ((CancellationTokenSource)stopped!).Cancel(), _stopped);
        }
    }

    public override EventPump? OnReply(ReplyFrame reply) => membership.OnJoinReply(this, reply);

    // The membership hears of it from the socket.
    public override void OnDisconnected() => Stop(TelemetryTags.Disconnected);

    private void OnTimeout()
    {
        lock (engine.Gate)
        {
            membership.OnJoinTimeout(this);
        }
    }
}
