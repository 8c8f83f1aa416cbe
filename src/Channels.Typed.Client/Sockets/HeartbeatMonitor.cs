using Channels.Typed.Client.Compatibility;
using Channels.Typed.Client.Events;
using Channels.Typed.Client.Frames;
using Channels.Typed.Client.Observability;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Sockets;

/// <summary>
/// The heartbeat of one connection. It ends with its connection, so a late timer cannot end the next one. Members need the socket's lock.
/// </summary>
internal sealed class HeartbeatMonitor(SocketEngine engine, Connection connection) : PendingReply
{
    private readonly SocketSettings _settings = engine.Settings;
    private ITimer? _timer;
    private int _round;
    private long _ref;
    private long _sentAt;
    private bool _isWaiting;
    private bool _isStopped;

    public void Start() => Arm(_settings.HeartbeatInterval);

    public void Stop()
    {
        _isStopped = true;
        _timer?.Dispose();
    }

    public override Backpressure OnReply(ReplyFrame reply)
    {
        _isWaiting = false;
        engine.Telemetry.OnHeartbeatAnswered(_sentAt);
        engine.OnHeartbeatAnswered();
        Arm(_settings.HeartbeatInterval);
        return Backpressure.None;
    }

    // A heartbeat has no payload and can always be encoded. The next timer ends the connection.
    public override void OnNotEncoded(Exception failure)
    {
    }

    public override void OnDisconnected() => Stop();

    // A timer may fire while it is being replaced. Its round is over then, so OnTimer ignores it.
    private void Arm(TimeSpan dueTime)
    {
        int round = ++_round;
        _timer?.Dispose();
        if (!_isStopped && dueTime != Timeout.InfiniteTimeSpan)
        {
            _timer = _settings.TimeProvider.Once(_ => engine.RunTimer(round, OnTimer), this, dueTime);
        }
    }

    private void OnTimer(int round)
    {
        if (_isStopped || round != _round)
        {
            return;
        }

        if (!_isWaiting || connection.HasReceived)
        {
            // The reply may wait behind a large message or a slow handler. Servers end connections that send nothing, so another heartbeat
            // is sent. A late reply to the previous one is a message like any other.
            connection.StopExpecting(_ref);
            Send();
        }
        else
        {
            connection.End(new ConnectionEnd(SocketStateReason.HeartbeatTimeout));
            Log.HeartbeatTimedOut(_settings.Logger, _settings.HeartbeatTimeout);
        }
    }

    private void Send()
    {
        _isWaiting = true;
        connection.ResetHasReceived();
        _sentAt = engine.Telemetry.StartOf(engine.Telemetry.Metrics.HeartbeatDuration);
        _ref = engine.NextRef();
        connection.Expect(_ref, this);
        connection.Enqueue(OutboundFrame.Heartbeat(_ref));
        Arm(_settings.HeartbeatTimeout);
    }
}
