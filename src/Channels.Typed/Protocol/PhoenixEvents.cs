namespace Channels.Typed.Protocol;

/// <summary>Names that the protocol gives a meaning to (protocol section "Control events"), as UTF-8.</summary>
public static class PhoenixEvents
{
    /// <summary>Gets <c>phx_join</c>: a client joins a topic.</summary>
    public static ReadOnlySpan<byte> Join => "phx_join"u8;

    /// <summary>Gets <c>phx_leave</c>: a client leaves a topic.</summary>
    public static ReadOnlySpan<byte> Leave => "phx_leave"u8;

    /// <summary>Gets <c>phx_reply</c>: the server answers a message.</summary>
    public static ReadOnlySpan<byte> Reply => "phx_reply"u8;

    /// <summary>Gets <c>phx_error</c>: a channel ended without announcing it.</summary>
    public static ReadOnlySpan<byte> Error => "phx_error"u8;

    /// <summary>Gets <c>phx_close</c>: a channel ended as announced.</summary>
    public static ReadOnlySpan<byte> Close => "phx_close"u8;

    /// <summary>Gets <c>heartbeat</c>, the only event of the topic <see cref="PhoenixTopic"/>.</summary>
    public static ReadOnlySpan<byte> Heartbeat => "heartbeat"u8;

    /// <summary>Gets <c>phoenix</c>, the topic of heartbeats.</summary>
    public static ReadOnlySpan<byte> PhoenixTopic => "phoenix"u8;

    /// <summary>The prefix of event names that belong to the protocol; applications cannot use it.</summary>
    public const string ReservedPrefix = "phx_";
}
