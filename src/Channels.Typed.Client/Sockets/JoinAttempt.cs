using System.Diagnostics.CodeAnalysis;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Observability;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Sockets;

/// <summary>
/// One attempt to join or rejoin: from the moment there is a connection until it is answered or stopped. Only a rejoin has its own timeout;
/// that of a first join is the timeout of its call. Members need the socket's lock.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The token source has no timer and no links, so it holds nothing.")]
internal sealed class JoinAttempt(SocketEngine engine, Membership membership) : PendingReply
{
    private CancellationTokenSource? _stopped;
    private ITimer? _timer;
    private long _started;

    /// <summary>
    /// Gets or sets a value indicating whether <c>phx_join</c> is queued or sent. It is not while a function makes the payload.
    /// </summary>
    public bool IsSent { get; set; }

    public void Start(TimeSpan timeout)
    {
        _started = membership.Telemetry.StartJoin();
        _timer = engine.Settings.TimeProvider.Once(static attempt => ((JoinAttempt)attempt!).OnTimeout(), this, timeout);
    }

    /// <summary>Creates the token for the function that makes the payload. It is cancelled when the attempt stops.</summary>
    public CancellationToken CreateStopToken() => (_stopped = new CancellationTokenSource()).Token;

    /// <summary>Ends the attempt. Telemetry records the outcome, one of <see cref="TelemetryTags"/>.</summary>
    public void Stop(string outcome)
    {
        membership.Telemetry.OnJoinEnded(_started, outcome);
        _started = 0;
        _timer?.Dispose();
        if (_stopped is not null)
        {
            // The callbacks of the token are the application's and must not run under the lock.
            _ = ThreadPool.UnsafeQueueUserWorkItem(static stopped => ((CancellationTokenSource)stopped!).Cancel(), _stopped);
        }
    }

    public override Backpressure OnReply(ReplyFrame reply) => membership.OnJoinReply(this, reply);

    public override void OnNotEncoded(Exception failure) => membership.OnJoinNotEncoded(this, failure);

    // Membership.OnDisconnected, which the socket calls, does the rest.
    public override void OnDisconnected() => Stop(TelemetryTags.Disconnected);

    private void OnTimeout() => engine.RunTimer((membership, this), static join => join.membership.OnJoinTimeout(join.Item2));
}
