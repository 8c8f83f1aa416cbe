namespace Channels.Typed.AspNetCore;

/// <summary>What became of a message that was posted to a channel.</summary>
public enum PostResult
{
    /// <summary>It waits for its turn. If the channel ends before that, it is dropped.</summary>
    Posted,

    /// <summary>As many messages wait as <see cref="ChannelsOptions.MaxMailboxLength"/> allows: it was dropped.</summary>
    Full,

    /// <summary>The channel has ended, or is about to: it was dropped.</summary>
    Ended,
}
