namespace Channels.Typed.AspNetCore.Observability;

/// <summary>What became of a join or a push.</summary>
internal enum Outcome : byte
{
    /// <summary>It was handled; the reply, if the contract has one, was ok.</summary>
    Ok,

    /// <summary>It was answered with a refusal that the contract declares, or that of a filter.</summary>
    Refused,

    /// <summary>The user is not authorized.</summary>
    Unauthorized,

    /// <summary>It was beyond a rate limit.</summary>
    RateLimited,

    /// <summary>It was handled, and its reply comes later.</summary>
    Deferred,

    /// <summary>The contract does not have such an event.</summary>
    UnknownEvent,

    /// <summary>The payload is not of the declared shape.</summary>
    InvalidPayload,

    /// <summary>The channel ended meanwhile, and its handler gave up.</summary>
    Canceled,

    /// <summary>The join took too long.</summary>
    TimedOut,

    /// <summary>The handler threw.</summary>
    Failed,
}
