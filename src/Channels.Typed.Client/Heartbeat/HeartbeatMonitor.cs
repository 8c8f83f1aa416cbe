using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Pushes;
using Channels.Typed.Client.Sockets;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Heartbeat;

/// <summary>
/// The heartbeat of one connection, and of no other: it ends with its connection, so a late timer harms nobody. Members need the socket's gate.
/// </summary>
internal sealed class HeartbeatMonitor(SocketEngine engine, Connection connection) : PendingReply
{
    private readonly SocketSettings _settings = engine.Settings;
    private ITimer? _timer;
    private int _round;
    private long _sentAt;
    private bool _isWaiting;
    private bool _isStopped;

    public void Start() => Arm(_settings.HeartbeatInterval);

    public void Stop()
    {
        _isStopped = true;
        _timer?.Dispose();
    }

    public override EventPump? OnReply(ReplyFrame reply)
    {
        _isWaiting = false;
        _settings.Telemetry.OnHeartbeatAnswered(_sentAt);
        engine.OnHeartbeatAnswered();
        Arm(_settings.HeartbeatInterval);
        return default;
    }

    public override void OnDisconnected() => Stop();

    // A timer that fires while it is being replaced finds that its round is over.
    private void Arm(TimeSpan dueTime)
    {
        int round = ++_round;
        _timer?.Dispose();
        if (!_isStopped && dueTime != Timeout.InfiniteTimeSpan)
        {
            _timer = _settings.TimeProvider.Once(_ => OnTimer(round), this, dueTime);
        }
    }

    private void OnTimer(int round)
    {
        lock (engine.Gate)
        {
            if (_isStopped || round != _round)
            {
                return;
            }

            if (!_isWaiting)
            {
                Send();
            }
            else if (connection.HasBeenHeldUp)
            {
                // The answer may be there, behind events that wait for a slow handler.
                connection.ForgetHoldUps();
                Arm(_settings.HeartbeatTimeout);
            }
            else
            {
                Log.HeartbeatTimedOut(_settings.Logger, _settings.HeartbeatTimeout);
                connection.End(new ConnectionEnd(SocketStateReason.HeartbeatTimeout));
            }
        }
    }

    private void Send()
    {
        _isWaiting = true;
        connection.ForgetHoldUps();
        _sentAt = _settings.Telemetry.StartOf(_settings.Telemetry.Metrics.HeartbeatDuration);
        long reference = engine.NextRef();
        connection.Expect(reference, this);
        connection.Enqueue(OutboundFrame.Heartbeat(reference));
        Arm(_settings.HeartbeatTimeout);
    }
}
