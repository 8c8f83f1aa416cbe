namespace Channels.Typed.Client.Observability;

/// <summary>
/// The keys and values of tags. Values come from here and from contracts, never from the wire or a topic, so their number is bounded.
/// </summary>
internal static class TelemetryTags
{
    public const string Template = "channels.template";
    public const string Event = "channels.event";
    public const string Outcome = "channels.outcome";
    public const string Reason = "channels.reason";
    public const string Transport = "channels.transport";
    public const string ErrorType = "error.type";

    /// <summary>The value for everything that no contract defines. OpenTelemetry's conventions define this name.</summary>
    public const string Other = "_OTHER";

    // Outcomes.
    public const string Ok = "ok";
    public const string Refused = "refused";
    public const string Timeout = "timeout";
    public const string Disconnected = "disconnected";
    public const string Crashed = "crashed";
    public const string Closed = "closed";
    public const string NotJoined = "not_joined";
    public const string BufferFull = "buffer_full";
    public const string Canceled = "canceled";
    public const string Failed = "failed";

    // Why an event was dropped.
    public const string Stale = "stale";
    public const string Unhandled = "unhandled";
    public const string Discarded = "discarded";

    /// <summary>Gets the outcome of a reply with this status, or of a message without a reply (<see langword="null"/>).</summary>
    public static string OutcomeOf(string? status) => status switch
    {
        null or "ok" => Ok,
        "error" => Refused,
        _ => Other,
    };

    /// <summary>Gets the outcome of a join or push that failed.</summary>
    public static string OutcomeOf(Exception exception) => exception switch
    {
        OperationCanceledException => Canceled,
        ChannelException { Reason: ChannelErrorReason.Timeout } => Timeout,
        ChannelException { Reason: ChannelErrorReason.Disconnected } => Disconnected,
        ChannelException { Reason: ChannelErrorReason.ChannelCrashed } => Crashed,
        ChannelException { Reason: ChannelErrorReason.Closed } => Closed,
        ChannelException { Reason: ChannelErrorReason.NotJoined } => NotJoined,
        ChannelException { Reason: ChannelErrorReason.BufferFull } => BufferFull,
        _ => Failed,
    };

    public static string Of(SocketStateReason reason) => reason switch
    {
        SocketStateReason.Requested => "requested",
        SocketStateReason.ServerClosed => "server_closed",
        SocketStateReason.ConnectionLost => "connection_lost",
        SocketStateReason.HeartbeatTimeout => "heartbeat_timeout",
        SocketStateReason.Disposed => "disposed",
        SocketStateReason.TransportSwitched => "transport_switched",
        _ => Other,
    };

    /// <summary>Gets the tag of a transport. The application's own transports share one, because they may have any name.</summary>
    public static string OfTransport(string name) => name switch
    {
        "websocket" => "websocket",
        "longpoll" => "longpoll",
        _ => Other,
    };
}
