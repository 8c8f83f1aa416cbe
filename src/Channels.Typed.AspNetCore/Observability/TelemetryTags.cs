
namespace Channels.Typed.AspNetCore.Observability;

/// <summary>
/// Keys and values of tags. Values come from this class and from contracts, never from the wire, so their number is bounded.
/// </summary>
internal static class TelemetryTags
{
    public const string Template = "channels.template";
    public const string Event = "channels.event";
    public const string Outcome = "channels.outcome";
    public const string Reason = "channels.reason";
    public const string Transport = "channels.transport";
    public const string CloseCode = "channels.close_code";
    public const string ConnectionId = "channels.connection_id"; // Of spans only: metrics have a bounded number of values.
    public const string ErrorType = "error.type";

    /// <summary>The name of a topic or an event that no contract declares, as in OpenTelemetry's conventions.</summary>
    public const string Other = "_OTHER";

    public const string WebSocket = "websocket";
    public const string LongPoll = "longpoll";

    public static string Of(Outcome outcome) => outcome switch
    {
        Observability.Outcome.Ok => "ok",
        Observability.Outcome.Refused => "refused",
        Observability.Outcome.Unauthorized => "unauthorized",
        Observability.Outcome.RateLimited => "rate_limited",
        Observability.Outcome.Deferred => "deferred",
        Observability.Outcome.UnknownEvent => "unknown_event",
        Observability.Outcome.InvalidPayload => "invalid_payload",
        Observability.Outcome.Canceled => "canceled",
        Observability.Outcome.TimedOut => "timeout",
        _ => "failed",
    };
}
