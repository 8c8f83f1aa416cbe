namespace Channels.Typed.Client.Sockets;

/// <summary>How the socket gives up its loop and its connection. The private members need the lock.</summary>
internal sealed partial class SocketEngine
{
    /// <summary>
    /// Stops the first attempts to connect if no <see cref="ConnectAsync"/> waits and no channel joins any more. To be called without the
    /// lock, after a channel has given up its topic.
    /// </summary>
    public void StopConnectingIfUnneeded()
    {
        ConnectLoop? unneeded;
        lock (Lock)
        {
            unneeded = DetachLoopIfUnneeded();
        }

        unneeded?.Stop();
    }

    private ConnectLoop? DetachLoopIfUnneeded() => _connectWaiters == 0 && _state == SocketState.Connecting && _joined.Count == 0
        ? DetachLoop(SocketState.Disconnected, SocketStateReason.Requested)
        : null;

    // The caller stops the loop after it has released the lock.
    private ConnectLoop? DetachLoop(SocketState state, SocketStateReason reason)
    {
        ConnectLoop? loop = _loop;
        _loop = null;
        LeaveChannelsOfSession();
        _lastLoop = loop is null ? _lastLoop : Task.WhenAll(_lastLoop, loop.Completion);
        DetachConnection(reason, DisconnectedByRequest);
        SetState(state, reason);
        if (_connected is { } connected)
        {
            _connected = null;
            _ = connected.TrySetException(state == SocketState.Closed
                ? new ObjectDisposedException(ObjectName)
                : new ChannelException(ChannelErrorReason.Disconnected, $"The connection was not made: {DisconnectedByRequest}."));

            // Every ConnectAsync may have been cancelled. Reading the exception marks it as observed.
            _ = connected.Task.Exception;
        }

        return loop;
    }

    // Closing a WebSocket ends its channels on the server. Long polling has no close, so each channel is left explicitly.
    private void LeaveChannelsOfSession()
    {
        if (Connection is { IsSession: true })
        {
            foreach (ClientChannel channel in _joined.Snapshot())
            {
                channel.Membership.SendLeaveIfKnownToServer();
            }
        }
    }

    // With a reason of the application's, joins and pushes that wait for a connection fail too.
    private void DetachConnection(SocketStateReason reason, string? requested)
    {
        Connection? connection = Connection;
        Connection = null;
        connection?.Observation.Stop(reason);
        connection?.Detach();
        foreach (ClientChannel channel in _joined.Snapshot())
        {
            channel.Membership.OnDisconnected(requested);
        }
    }
}
