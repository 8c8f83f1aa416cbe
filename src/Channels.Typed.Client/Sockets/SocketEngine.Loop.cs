using Channels.Typed.Client.Fallback;
using Channels.Typed.Client.Joins;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Sockets;

/// <content>What the loop tells. Every member takes the gate, and a loop that was replaced is told to end.</content>
internal sealed partial class SocketEngine
{
    /// <summary>A connection was made; <see langword="false"/> if nobody wants it any more.</summary>
    public bool Attach(ConnectLoop loop, Connection connection)
    {
        lock (Gate)
        {
            if (_loop != loop)
            {
                return false;
            }

            Log.Connected(Settings.Logger, requests.Address.Display);
            Connection = connection;
            connection.Observation = Settings.Telemetry.OnConnected(connection.TransportName);
            SetState(SocketState.Connected, SocketStateReason.Opened);
            _ = _connected?.TrySetResult(true);
            _connected = null;
            foreach (ClientChannel channel in _joined.Snapshot())
            {
                channel.Membership.OnConnected();
            }

            return true;
        }
    }

    public TimeSpan? OnConnectFailed(ConnectLoop loop, Exception exception)
    {
        lock (Gate)
        {
            if (_loop != loop)
            {
                return null;
            }

            TimeSpan delay = TimeSpan.Zero;
            var reason = SocketStateReason.TransportSwitched;
            if (exception is TransportSwitchException change)
            {
                Log.TransportSwitched(Settings.Logger, requests.Address.Display, change.Transport, exception);
                Settings.Telemetry.OnTransportSwitch(change.Transport);
            }
            else
            {
                delay = loop.Delays.Next();
                reason = SocketStateReason.ConnectFailed;
                Log.ConnectFailed(Settings.Logger, requests.Address.Display, delay, exception);
            }

            Settings.Telemetry.OnConnectFailed(exception);

            _notifier.Post(new SocketStateChangedEventArgs(_state, _state, reason)
            {
                Exception = exception,
                HttpStatus = (exception as ConnectRefusedException)?.Status,
                RetryDelay = delay,
            });
            return delay;
        }
    }

    public TimeSpan? OnConnectionEnded(ConnectLoop loop, Connection connection, ConnectionEnd end)
    {
        lock (Gate)
        {
            connection.DiscardOutbox();
            if (_loop != loop)
            {
                return null;
            }

            TimeSpan delay = TimeSpan.Zero;
            if (end.Exception is TransportSwitchException change)
            {
                end = new ConnectionEnd(SocketStateReason.TransportSwitched, exception: end.Exception);
                Log.TransportSwitched(Settings.Logger, requests.Address.Display, change.Transport, change);
                Settings.Telemetry.OnTransportSwitch(change.Transport);
            }
            else
            {
                delay = loop.Delays.Next();
                Log.ConnectionEnded(Settings.Logger, requests.Address.Display, end.Reason, end.CloseCode, delay, end.Exception);
            }

            Settings.Telemetry.OnReconnect(end.Reason);
            DetachConnection(end.Reason, null);
            SetState(new SocketStateChangedEventArgs(_state, SocketState.Reconnecting, end.Reason)
            {
                CloseCode = end.CloseCode,
                Exception = end.Exception,
                RetryDelay = delay,
            });
            return delay;
        }
    }
}
