namespace Channels.Typed.AspNetCore;

/// <summary>What becomes of a message that an untyped channel has handled.</summary>
internal enum ChannelReplyKind
{
    /// <summary>Nothing is sent.</summary>
    None,

    /// <summary>A status and a response.</summary>
    Reply,

    /// <summary>The answer comes later.</summary>
    Deferred,

    /// <summary>The channel does not know the event.</summary>
    UnknownEvent,
}
