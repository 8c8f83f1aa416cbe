using Channels.Typed.AspNetCore.Handlers;

namespace Channels.Typed.AspNetCore.Channels.Info;

/// <summary>What takes info messages: a channel. Safe for use from several threads.</summary>
internal interface IInfoReceiver
{
    /// <summary>Puts a message into the mailbox.</summary>
    /// <param name="message">The message.</param>
    /// <param name="mayExceed">Whether a full mailbox takes it all the same.</param>
    PostResult PostInfo(InfoMessage message, bool mayExceed);

    /// <summary>Puts a message into the mailbox, and crashes the channel if the mailbox is full.</summary>
    void PostInfoOrCrash(InfoMessage message);
}
