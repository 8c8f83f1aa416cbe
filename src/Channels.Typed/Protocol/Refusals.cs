namespace Channels.Typed.Protocol;

/// <summary>
/// The payloads with which the server itself refuses a join or a push (protocol section "Control events"), as UTF-8 JSON. Those that
/// Phoenix sends too have Phoenix's bytes. The others have the property <c>refused_by</c>, so that no error reply of an application equals
/// them.
/// </summary>
internal static class Refusals
{
    /// <summary>No channel serves the topic, or the topic is not joined.</summary>
    public static ReadOnlySpan<byte> UnmatchedTopic => "{\"reason\":\"unmatched topic\"}"u8;

    /// <summary>The join handler threw an exception.</summary>
    public static ReadOnlySpan<byte> JoinCrashed => "{\"reason\":\"join crashed\"}"u8;

    /// <summary>The join handler did not complete in time.</summary>
    public static ReadOnlySpan<byte> JoinTimeout => "{\"reason\":\"join timeout\",\"refused_by\":\"server\"}"u8;

    /// <summary>The connection has the maximum number of channels.</summary>
    public static ReadOnlySpan<byte> TooManyChannels => "{\"reason\":\"too many channels joined\"}"u8;

    /// <summary>The channel has no such event.</summary>
    public static ReadOnlySpan<byte> UnknownEvent => "{\"reason\":\"unknown event\",\"refused_by\":\"server\"}"u8;

    /// <summary>The payload does not have the type that the event declares.</summary>
    public static ReadOnlySpan<byte> InvalidPayload => "{\"reason\":\"invalid payload\",\"refused_by\":\"server\"}"u8;

    /// <summary>An authorization policy refused the join or the push.</summary>
    public static ReadOnlySpan<byte> Unauthorized => "{\"reason\":\"unauthorized\",\"refused_by\":\"server\"}"u8;

    /// <summary>A rate limit refused the join or the push, without a time to wait.</summary>
    public static ReadOnlySpan<byte> RateLimited => "{\"reason\":\"rate_limited\",\"refused_by\":\"server\"}"u8;

    /// <summary>The start of <see cref="RateLimited"/> with a time to wait. The milliseconds and <c>}</c> follow.</summary>
    public static ReadOnlySpan<byte> RateLimitedFor => "{\"reason\":\"rate_limited\",\"refused_by\":\"server\",\"retry_after_ms\":"u8;

    /// <summary>The payload of <c>phx_error</c> after a crash.</summary>
    public static ReadOnlySpan<byte> ChannelCrash => "{\"reason\":\"channel_crash\"}"u8;
}
