namespace Channels.Typed.AspNetCore;

/// <summary>The kind of a <see cref="ChannelReply"/>.</summary>
internal enum ChannelReplyKind
{
    /// <summary>No reply is sent.</summary>
    None,

    /// <summary>A status and a response are sent.</summary>
    Reply,

    /// <summary>The reply is sent later.</summary>
    Deferred,

    /// <summary>The channel does not know the event.</summary>
    UnknownEvent,
}
