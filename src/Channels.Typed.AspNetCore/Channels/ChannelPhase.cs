namespace Channels.Typed.AspNetCore.Channels;

/// <summary>Where a channel of the server is in its life.</summary>
internal enum ChannelPhase
{
    /// <summary>The join is being handled; nothing can be sent but its reply.</summary>
    Joining,

    /// <summary>The join was answered ok, and the topic subscribed to.</summary>
    Joined,

    /// <summary>The join was answered with an error.</summary>
    Refused,

    /// <summary>The channel has ended.</summary>
    Over,
}
