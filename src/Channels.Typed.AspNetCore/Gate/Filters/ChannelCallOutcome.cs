namespace Channels.Typed.AspNetCore;

/// <summary>How a join or event was answered, as filters see it.</summary>
public enum ChannelCallOutcome
{
    /// <summary>It has not been handled yet, or its handler threw.</summary>
    None,

    /// <summary>It was handled; the reply, if there is one, was <c>ok</c>.</summary>
    Ok,

    /// <summary>It was answered with an error, by the handler or a filter.</summary>
    Refused,

    /// <summary>It was handled, and its reply comes later.</summary>
    Deferred,

    /// <summary>The channel does not have such an event.</summary>
    UnknownEvent,
}
