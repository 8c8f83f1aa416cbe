namespace Channels.Typed.Protocol;

/// <summary>The event names that the protocol defines (protocol section "Control events"), as UTF-8.</summary>
public static class PhoenixEvents
{
    /// <summary>Gets <c>phx_join</c>: a client joins a topic.</summary>
    public static ReadOnlySpan<byte> Join => "phx_join"u8;

    /// <summary>Gets <c>phx_leave</c>: a client leaves a topic.</summary>
    public static ReadOnlySpan<byte> Leave => "phx_leave"u8;

    /// <summary>Gets <c>phx_reply</c>: the server replies to a message.</summary>
    public static ReadOnlySpan<byte> Reply => "phx_reply"u8;

    /// <summary>Gets <c>phx_error</c>: a channel crashed or was lost, so the client rejoins.</summary>
    public static ReadOnlySpan<byte> Error => "phx_error"u8;

    /// <summary>Gets <c>phx_close</c>: the server closed a channel, so the client does not rejoin.</summary>
    public static ReadOnlySpan<byte> Close => "phx_close"u8;

    /// <summary>Gets <c>heartbeat</c>, the only event of the topic <see cref="PhoenixTopic"/>.</summary>
    public static ReadOnlySpan<byte> Heartbeat => "heartbeat"u8;

    /// <summary>Gets <c>phoenix</c>, the topic of heartbeats.</summary>
    public static ReadOnlySpan<byte> PhoenixTopic => "phoenix"u8;

    /// <summary>The prefix of event names that are reserved for the protocol. Applications cannot use it.</summary>
    public const string ReservedPrefix = "phx_";
}
