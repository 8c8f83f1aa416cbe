using Channels.Typed.AspNetCore.Observability;

namespace Channels.Typed.AspNetCore.Gate.Filters;

/// <summary>
/// What the gate and the filters see of the channel whose handler they guard. Only the owner of the channel's turn uses it.
/// </summary>
internal interface IGatedChannel
{
    /// <summary>Gets the channel as its handler sees it.</summary>
    ChannelContext Context { get; }

    /// <summary>Gets the topic pattern.</summary>
    string Template { get; }

    /// <summary>Gets or sets how the current join or push has been handled so far.</summary>
    Outcome Outcome { get; set; }

    /// <summary>Calls the handler.</summary>
    ValueTask CallHandler(bool isJoin, ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> payload, bool isBinary);

    /// <summary>Replies with the status <c>error</c> and this response.</summary>
    void Refuse(ChannelPayload response);

    /// <summary>Replies that the user is not authorized.</summary>
    void RefuseUnauthorized();

    /// <summary>Replies that a rate limit is exceeded, if the client expects a reply.</summary>
    /// <param name="tag">The event in telemetry; null to look it up by its name.</param>
    /// <param name="eventName">The name of the event, UTF-8.</param>
    /// <param name="hasReply">Whether the client expects a reply.</param>
    /// <param name="retryAfter">When the limiter would permit the call; null if the limiter does not say.</param>
    void RefuseRateLimited(EventTag? tag, ReadOnlySpan<byte> eventName, bool hasReply, TimeSpan? retryAfter);
}
