namespace Channels.Typed.AspNetCore.Channels.Lifecycle;

/// <summary>
/// Why a channel ends. It decides which frames the client gets, and in which order (protocol section "Leaving, stopping, crashing").
/// </summary>
internal enum ChannelEnd
{
    /// <summary>The client left.</summary>
    Left,

    /// <summary>The handler called <see cref="ChannelContext.Stop"/>.</summary>
    Stopped,

    /// <summary>The handler called <see cref="ChannelContext.Fail"/>.</summary>
    Failed,

    /// <summary>A method of the handler threw.</summary>
    Crashed,

    /// <summary>The client joined the topic again. The newer channel sends <c>phx_close</c> for this one, after its own reply.</summary>
    Replaced,

    /// <summary>The connection ended, so no frame can be sent.</summary>
    ConnectionLost,

    /// <summary>The join was refused; its reply has been sent.</summary>
    Refused,
}
