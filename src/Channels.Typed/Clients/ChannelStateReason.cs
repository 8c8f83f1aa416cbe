namespace Channels.Typed;

/// <summary>Why a client's channel changed its state.</summary>
public enum ChannelStateReason
{
    /// <summary>The application asked for it: it called join or leave.</summary>
    Requested,

    /// <summary>The client joins again by itself.</summary>
    Rejoining,

    /// <summary>The server accepted the first join; the change carries its reply.</summary>
    Joined,

    /// <summary>The server accepted a rejoin; the change carries its reply.</summary>
    Rejoined,

    /// <summary>The server refused the join; the change carries its reply.</summary>
    JoinRefused,

    /// <summary>The server did not answer the join in time.</summary>
    JoinTimeout,

    /// <summary>The join was given up, or its payload could not be made.</summary>
    JoinFailed,

    /// <summary>The connection was lost.</summary>
    ConnectionLost,

    /// <summary>The application disconnected the socket.</summary>
    Disconnected,

    /// <summary>The channel crashed on the server, or the server lost it.</summary>
    Crashed,

    /// <summary>The application left the channel.</summary>
    Left,

    /// <summary>The server closed the channel.</summary>
    ClosedByServer,

    /// <summary>Another channel of the same socket joined the topic.</summary>
    Replaced,

    /// <summary>The channel or its socket was disposed.</summary>
    Disposed,
}
