namespace Channels.Typed.AspNetCore.Channels.Lifecycle;

/// <summary>What a reply does in the phase in which it is sent.</summary>
internal enum ReplyEffect
{
    /// <summary>The reply is sent.</summary>
    Send,

    /// <summary>The reply is sent, the channel subscribes to its topic, and is joined.</summary>
    SendAndJoin,

    /// <summary>The reply is sent, and the channel is refused.</summary>
    SendAndRefuse,

    /// <summary>The reply is not sent.</summary>
    Drop,
}
