namespace Channels.Typed.Client;

/// <summary>The states of a <see cref="ChannelSocket"/>.</summary>
public enum SocketState
{
    /// <summary>
    /// There is no connection, and the socket does not try to connect: it is new, or it was disconnected by the application.
    /// </summary>
    Disconnected,

    /// <summary>The socket is making its first connection. Attempts continue until one succeeds.</summary>
    Connecting,

    /// <summary>There is a connection.</summary>
    Connected,

    /// <summary>The connection was lost and the socket is reconnecting. Attempts continue until one succeeds.</summary>
    Reconnecting,

    /// <summary>The socket was disposed. This state is final.</summary>
    Closed,
}
