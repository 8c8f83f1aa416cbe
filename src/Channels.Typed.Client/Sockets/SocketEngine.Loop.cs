using Channels.Typed.Client.Observability;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Sockets;

/// <content>
/// What <see cref="ConnectLoop"/> calls. Public members take the lock, and log after they have released it. If the loop was replaced
/// meanwhile, the result makes it end.
/// </content>
internal sealed partial class SocketEngine
{
    // Fixed, because the delays of the application may be what failed.
    private static readonly TimeSpan DelayAfterFailure = TimeSpan.FromSeconds(5);

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

            LastConnectFailure = null;
            Connection = connection;
            connection.Observation = Telemetry.OnConnected(connection.TransportName);
            SetState(SocketState.Connected, SocketStateReason.Opened);
            _ = _connected?.TrySetResult(true);
            _connected = null;
            foreach (ClientChannel channel in _joined.Snapshot())
            {
                channel.Membership.OnConnected();
            }
        }

        Log.Connected(Settings.Logger, requests.Address.Display);
        return true;
    }

    /// <summary>An attempt to connect failed.</summary>
    /// <returns>The delay before the next attempt; <see langword="null"/> if there is none.</returns>
    public TimeSpan? OnConnectFailed(ConnectLoop loop, Exception exception)
    {
        TimeSpan delay = TimeSpan.Zero;
        var change = exception as TransportSwitchException;
        lock (Lock)
        {
            if (_loop != loop)
            {
                return null;
            }

            if (change is not null)
            {
                Telemetry.OnTransportSwitch(change.Transport);
            }
            else
            {
                delay = loop.Delays.Next();
            }

            Telemetry.OnConnectFailed(exception);
            LastConnectFailure = exception;
            ReportConnectFailed(change is null ? SocketStateReason.ConnectFailed : SocketStateReason.TransportSwitched, exception, delay);
        }

        if (change is not null)
        {
            Log.TransportSwitched(Settings.Logger, requests.Address.Display, change.Transport, exception);
        }
        else
        {
            Log.ConnectFailed(Settings.Logger, requests.Address.Display, delay, exception);
        }

        return delay;
    }

    /// <summary>A connection ended by itself, or was stopped.</summary>
    /// <returns>The delay before the next attempt; <see langword="null"/> if there is none.</returns>
    public TimeSpan? OnConnectionEnded(ConnectLoop loop, Connection connection, ConnectionEnd end)
    {
        TimeSpan delay = TimeSpan.Zero;
        var change = end.Exception as TransportSwitchException;
        lock (Lock)
        {
            connection.ReleaseUnwritten();
            if (_loop != loop)
            {
                return null;
            }

            if (change is not null)
            {
                end = new ConnectionEnd(SocketStateReason.TransportSwitched, exception: change);
                Telemetry.OnTransportSwitch(change.Transport);
            }
            else
            {
                delay = loop.Delays.Next();
            }

            Telemetry.OnReconnect(end.Reason);
            Reconnect(end, delay);
        }

        if (change is not null)
        {
            Log.TransportSwitched(Settings.Logger, requests.Address.Display, change.Transport, change);
        }
        else
        {
            Log.ConnectionEnded(Settings.Logger, requests.Address.Display, end.Reason, end.CloseCode, delay, end.Exception);
        }

        return delay;
    }

    /// <summary>
    /// Something failed that must not fail, such as the clock. The connection, if there is one, counts as lost. The attempts go on.
    /// </summary>
    /// <returns>The delay before the next attempt; <see langword="null"/> if there is none.</returns>
    public TimeSpan? OnLoopFailed(ConnectLoop loop, Exception exception)
    {
        lock (Lock)
        {
            if (_loop != loop)
            {
                return null;
            }

            if (Connection is { } connection)
            {
                connection.ReleaseUnwritten();
                Reconnect(new ConnectionEnd(SocketStateReason.ConnectionLost, exception: exception), DelayAfterFailure);
            }
            else
            {
                LastConnectFailure = exception;
                ReportConnectFailed(SocketStateReason.ConnectFailed, exception, DelayAfterFailure);
            }
        }

        Log.ConnectLoopFailed(Settings.Logger, requests.Address.Display, DelayAfterFailure, exception);
        return DelayAfterFailure;
    }

    private void ReportConnectFailed(SocketStateReason reason, Exception exception, TimeSpan delay) =>
        Notifier.Post(new SocketStateChangedEventArgs(_state, _state, reason)
        {
            Exception = exception,
            HttpStatus = (exception as ConnectRefusedException)?.Status,
            RetryDelay = delay,
        });

    private void Reconnect(ConnectionEnd end, TimeSpan delay)
    {
        DetachConnection(end.Reason, null);
        SetState(new SocketStateChangedEventArgs(_state, SocketState.Reconnecting, end.Reason)
        {
            CloseCode = end.CloseCode,
            Exception = end.Exception,
            RetryDelay = delay,
        });
    }
}
