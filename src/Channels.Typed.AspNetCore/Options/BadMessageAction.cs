namespace Channels.Typed.AspNetCore;

/// <summary>What comes of a client's message that its channel cannot handle.</summary>
public enum BadMessageAction
{
    /// <summary>It is answered with an error that says why, and the channel lives on.</summary>
    ReplyError,

    /// <summary>The channel crashes, as Phoenix's does: the client gets <c>phx_error</c> and rejoins.</summary>
    Crash,
}
