namespace Channels.Typed;

/// <summary>The reason why the state of a client's channel changed.</summary>
public enum ChannelStateReason
{
    /// <summary>The application called join or leave.</summary>
    Requested,

    /// <summary>The client rejoins by itself.</summary>
    Rejoining,

    /// <summary>The server accepted the first join. The change contains the reply.</summary>
    Joined,

    /// <summary>The server accepted a rejoin. The change contains the reply.</summary>
    Rejoined,

    /// <summary>The server refused the join. The change contains the reply.</summary>
    JoinRefused,

    /// <summary>The server did not reply to the join in time.</summary>
    JoinTimeout,

    /// <summary>The join was cancelled, or its payload could not be created.</summary>
    JoinFailed,

    /// <summary>The connection was lost.</summary>
    ConnectionLost,

    /// <summary>The application disconnected the socket.</summary>
    Disconnected,

    /// <summary>The channel crashed on the server, or the server does not have it any more.</summary>
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
