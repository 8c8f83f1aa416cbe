namespace Channels.Typed.AspNetCore;

/// <summary>The result of a join or event, as filters see it.</summary>
public enum ChannelCallOutcome
{
    /// <summary>The call has not been handled yet, or its handler threw.</summary>
    None,

    /// <summary>The handler handled it. The reply, if there is one, was <c>ok</c>.</summary>
    Ok,

    /// <summary>The reply was an error, of the handler or of a filter.</summary>
    Refused,

    /// <summary>The handler handled it, and sends the reply later.</summary>
    Deferred,

    /// <summary>The channel does not have such an event.</summary>
    UnknownEvent,
}
