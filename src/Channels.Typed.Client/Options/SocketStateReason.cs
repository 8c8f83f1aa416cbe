namespace Channels.Typed.Client;

/// <summary>The causes of <see cref="ChannelSocket.StateChanged"/>.</summary>
public enum SocketStateReason
{
    /// <summary>The application connected, joined a channel, or disconnected.</summary>
    Requested,

    /// <summary>A connection was made.</summary>
    Opened,

    /// <summary>An attempt to connect failed. The state does not change, and the next attempt follows.</summary>
    ConnectFailed,

    /// <summary>The server closed the connection, with the code in <see cref="SocketStateChangedEventArgs.CloseCode"/>.</summary>
    ServerClosed,

    /// <summary>The connection broke without a close frame, or a message was larger than allowed.</summary>
    ConnectionLost,

    /// <summary>The server did not reply to a heartbeat in time, and sent nothing else either.</summary>
    HeartbeatTimeout,

    /// <summary>The socket was disposed.</summary>
    Disposed,

    /// <summary>
    /// The socket changes the transport, and the next attempt follows at once: to long polling because a WebSocket was useless, or back
    /// because one works. <see cref="SocketStateChangedEventArgs.Exception"/> has the details.
    /// </summary>
    TransportSwitched,
}
