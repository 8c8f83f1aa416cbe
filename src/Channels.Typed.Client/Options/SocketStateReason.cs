namespace Channels.Typed.Client;

/// <summary>Why a <see cref="ChannelSocket"/> reports its state.</summary>
public enum SocketStateReason
{
    /// <summary>The application asked for it: it connected, joined a channel, or disconnected.</summary>
    Requested,

    /// <summary>A connection was made.</summary>
    Opened,

    /// <summary>An attempt to connect failed; the state stays as it was and the next attempt follows.</summary>
    ConnectFailed,

    /// <summary>The server closed the connection; <see cref="SocketStateChangedEventArgs.CloseCode"/> says with which code.</summary>
    ServerClosed,

    /// <summary>The connection broke without a close frame, or a message was larger than allowed.</summary>
    ConnectionLost,

    /// <summary>The server did not answer a heartbeat.</summary>
    HeartbeatTimeout,

    /// <summary>The socket was disposed.</summary>
    Disposed,

    /// <summary>
    /// The transport is changed, and the next attempt comes at once: to long polling, since a WebSocket was useless, or back, since one works.
    /// <see cref="SocketStateChangedEventArgs.Exception"/> says why.
    /// </summary>
    TransportSwitched,
}
