namespace Channels.Typed;

/// <summary>The reason why a join or push has no declared outcome.</summary>
public enum ChannelErrorReason
{
    /// <summary>The reply did not arrive in time. See <see cref="ChannelException.WasSent"/>.</summary>
    Timeout,

    /// <summary>The connection was lost before the reply arrived. See <see cref="ChannelException.WasSent"/>.</summary>
    Disconnected,

    /// <summary>The channel is not joined, so the message was not sent.</summary>
    NotJoined,

    /// <summary>The channel was left, closed by the server or disposed.</summary>
    Closed,

    /// <summary>The channel crashed on the server (<c>phx_error</c>) before the reply arrived.</summary>
    ChannelCrashed,

    /// <summary>The server has no channel for this topic, or the channel is not joined there (<c>unmatched topic</c>).</summary>
    UnmatchedTopic,

    /// <summary>The join handler on the server failed (<c>join crashed</c>).</summary>
    JoinCrashed,

    /// <summary>The connection has the maximum number of channels (<c>too many channels joined</c>).</summary>
    TooManyChannels,

    /// <summary>
    /// The server sent an error reply that is not of the declared type, or the contract declares none. See
    /// <see cref="PushRejectedException"/>.
    /// </summary>
    Rejected,

    /// <summary>The reply has another status than <c>ok</c> and <c>error</c>.</summary>
    UnknownStatus,

    /// <summary>The payload of the reply does not have the declared type.</summary>
    UnreadableReply,

    /// <summary>Too many messages are waiting for the connection or the channel, so the message was not sent.</summary>
    BufferFull,

    /// <summary>The join handler on the server did not complete in time (<c>join timeout</c>).</summary>
    JoinTimeout,

    /// <summary>The channel on the server has no such event (<c>unknown event</c>). Its contract may be another version.</summary>
    UnknownEvent,

    /// <summary>
    /// The server could not read the payload as the declared type (<c>invalid payload</c>). Its contract may be another version.
    /// </summary>
    InvalidPayload,

    /// <summary>An authorization policy of the server refused the join or push (<c>unauthorized</c>).</summary>
    Unauthorized,

    /// <summary>
    /// A rate limit of the server refused the join or push (<c>rate_limited</c>). See <see cref="ChannelException.RetryAfter"/>.
    /// </summary>
    RateLimited,
}
