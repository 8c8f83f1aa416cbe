namespace Channels.Typed.AspNetCore;

/// <summary>Why a channel ended.</summary>
public enum TerminateReason
{
    /// <summary>The client left the topic.</summary>
    Left,

    /// <summary>The handler called <see cref="ChannelContext.Stop"/>.</summary>
    Stopped,

    /// <summary>A method of the handler threw.</summary>
    Crashed,

    /// <summary>The client joined the same topic again.</summary>
    Replaced,

    /// <summary>The connection ended.</summary>
    Disconnected,

    /// <summary>The handler called <see cref="ChannelContext.Fail"/>.</summary>
    Failed,
}
