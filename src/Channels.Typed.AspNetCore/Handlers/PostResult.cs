namespace Channels.Typed.AspNetCore;

/// <summary>What happened to a message that was posted to a channel.</summary>
public enum PostResult
{
    /// <summary>The message is in the mailbox. It is dropped if the channel ends before it is handled.</summary>
    Posted,

    /// <summary>The mailbox is full (<see cref="ChannelsOptions.MaxMailboxLength"/>). The message was dropped.</summary>
    Full,

    /// <summary>The channel has ended or is ending. The message was dropped.</summary>
    Ended,
}
