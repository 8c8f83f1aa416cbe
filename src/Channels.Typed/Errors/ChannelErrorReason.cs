namespace Channels.Typed;

/// <summary>Why a join or push had no declared outcome.</summary>
public enum ChannelErrorReason
{
    /// <summary>No reply came in time. The server may still have acted on the message.</summary>
    Timeout,

    /// <summary>The connection was lost before the reply came. The server may still have acted on the message.</summary>
    Disconnected,

    /// <summary>The channel is not joined, so the message was not sent.</summary>
    NotJoined,

    /// <summary>The channel was left, closed by the server or disposed.</summary>
    Closed,

    /// <summary>The channel crashed on the server (<c>phx_error</c>) before the reply came.</summary>
    ChannelCrashed,

    /// <summary>The server serves no channel under this topic (<c>unmatched topic</c>).</summary>
    UnmatchedTopic,

    /// <summary>The server's join callback failed (<c>join crashed</c>).</summary>
    JoinCrashed,

    /// <summary>The connection has as many channels as the server allows (<c>too many channels joined</c>).</summary>
    TooManyChannels,

    /// <summary>The server refused with a payload that the contract does not declare; see <see cref="PushRejectedException"/>.</summary>
    Rejected,

    /// <summary>The reply has a status other than <c>ok</c> and <c>error</c>.</summary>
    UnknownStatus,

    /// <summary>The reply's payload does not have the declared shape.</summary>
    UnreadableReply,

    /// <summary>Too many messages wait for the connection or the channel; the message was not sent.</summary>
    BufferFull,
}
