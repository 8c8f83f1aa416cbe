namespace Channels.Typed.AspNetCore.Channels.Lifecycle;

/// <summary>The phase of a channel. It only moves down this list.</summary>
internal enum ChannelPhase
{
    /// <summary>The join is being handled. Only its reply can be sent.</summary>
    Joining,

    /// <summary>The join was answered with <c>ok</c>, and the channel is subscribed to its topic.</summary>
    Joined,

    /// <summary>The join was answered with an error.</summary>
    Refused,

    /// <summary>The channel has ended.</summary>
    Over,
}
