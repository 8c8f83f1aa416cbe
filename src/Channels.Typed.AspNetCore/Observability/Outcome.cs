namespace Channels.Typed.AspNetCore.Observability;

/// <summary>The outcome of a join or a push in telemetry.</summary>
internal enum Outcome : byte
{
    /// <summary>It was handled. The reply, if the contract declares one, was ok.</summary>
    Ok,

    /// <summary>The reply was a refusal that the contract declares, or the refusal of a filter.</summary>
    Refused,

    /// <summary>The user is not authorized.</summary>
    Unauthorized,

    /// <summary>It exceeded a rate limit.</summary>
    RateLimited,

    /// <summary>It was handled, and the reply is sent later.</summary>
    Deferred,

    /// <summary>The contract does not declare the event.</summary>
    UnknownEvent,

    /// <summary>The payload does not have the declared shape.</summary>
    InvalidPayload,

    /// <summary>The channel ended while the handler was running, and the handler was canceled.</summary>
    Canceled,

    /// <summary>The join timed out.</summary>
    TimedOut,

    /// <summary>The handler threw.</summary>
    Failed,
}
