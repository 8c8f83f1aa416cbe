using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Sockets;

/// <content>
/// What <see cref="ConnectLoop"/> calls. Every member takes the lock. If the loop was replaced meanwhile, the result makes it end.
/// </content>
internal sealed partial class SocketEngine
{
    /// <summary>A connection was made.</summary>
    /// <returns><see langword="false"/> if the loop was stopped meanwhile: the caller aborts the connection.</returns>
    public bool Attach(ConnectLoop loop, Connection connection)
    {
        lock (Lock)
        {
            if (_loop != loop)
            {
                return false;
            }

            Log.Connected(Settings.Logger, requests.Address.Display);
            Connection = connection;
            connection.Observation = Telemetry.OnConnected(connection.TransportName);
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

    /// <summary>An attempt to connect failed.</summary>
    /// <returns>The delay before the next attempt; <see langword="null"/> if there is none.</returns>
    public TimeSpan? OnConnectFailed(ConnectLoop loop, Exception exception)
    {
        lock (Lock)
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
                Telemetry.OnTransportSwitch(change.Transport);
            }
            else
            {
                delay = loop.Delays.Next();
                reason = SocketStateReason.ConnectFailed;
                Log.ConnectFailed(Settings.Logger, requests.Address.Display, delay, exception);
            }

            Telemetry.OnConnectFailed(exception);

            Notifier.Post(new SocketStateChangedEventArgs(_state, _state, reason)
            {
                Exception = exception,
                HttpStatus = (exception as ConnectRefusedException)?.Status,
                RetryDelay = delay,
            });
            return delay;
        }
    }

    /// <summary>A connection ended by itself, or was stopped.</summary>
    /// <returns>The delay before the next attempt; <see langword="null"/> if there is none.</returns>
    public TimeSpan? OnConnectionEnded(ConnectLoop loop, Connection connection, ConnectionEnd end)
    {
        lock (Lock)
        {
            connection.ReleaseUnwritten();
            if (_loop != loop)
            {
                return null;
            }

            TimeSpan delay = TimeSpan.Zero;
            if (end.Exception is TransportSwitchException change)
            {
                end = new ConnectionEnd(SocketStateReason.TransportSwitched, exception: end.Exception);
                Log.TransportSwitched(Settings.Logger, requests.Address.Display, change.Transport, change);
                Telemetry.OnTransportSwitch(change.Transport);
            }
            else
            {
                delay = loop.Delays.Next();
                Log.ConnectionEnded(Settings.Logger, requests.Address.Display, end.Reason, end.CloseCode, delay, end.Exception);
            }

            Telemetry.OnReconnect(end.Reason);
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
