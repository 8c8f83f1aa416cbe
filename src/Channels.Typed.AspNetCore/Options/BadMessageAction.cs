namespace Channels.Typed.AspNetCore;

/// <summary>What happens to a message of a client that its channel cannot handle.</summary>
public enum BadMessageAction
{
    /// <summary>The reply is an error with the reason, and the channel goes on.</summary>
    ReplyError,

    /// <summary>The channel crashes, as in Phoenix: the client gets <c>phx_error</c> and rejoins.</summary>
    Crash,
}
