namespace Channels.Typed.AspNetCore;

/// <summary>The reply of an <see cref="UntypedChannel"/> to a join or a push. Immutable; <c>default</c> is <see cref="None"/>.</summary>
public readonly struct ChannelReply
{
    private const int LongestStatus = 255;

    private ChannelReply(ChannelReplyKind kind, string status, ChannelPayload payload)
    {
        Kind = kind;
        Status = status;
        Payload = payload;
    }

    /// <summary>Gets the value for no reply. A join needs a reply.</summary>
    public static ChannelReply None => default;

    /// <summary>Gets the value that a method returns after <see cref="UntypedChannel.DeferReply"/>.</summary>
    public static ChannelReply Deferred => new(ChannelReplyKind.Deferred, "", default);

    /// <summary>
    /// Gets the reply to an event that the channel does not know. <see cref="ChannelsOptions.UnknownEvents"/> decides what happens.
    /// </summary>
    public static ChannelReply UnknownEvent => new(ChannelReplyKind.UnknownEvent, "", default);

    internal ChannelReplyKind Kind { get; }

    /// <summary>Gets the status; null if there is no reply.</summary>
    internal string? Status { get; }

    internal ChannelPayload Payload { get; }

    /// <summary>Creates a reply with the status <c>ok</c>.</summary>
    /// <param name="payload">The response: any JSON, or bytes. The default is <c>{}</c>.</param>
    /// <returns>The reply.</returns>
    public static ChannelReply Ok(ChannelPayload payload = default) => new(ChannelReplyKind.Reply, "ok", payload);

    /// <summary>Creates a reply with the status <c>error</c>. It refuses a join.</summary>
    /// <param name="payload">The response: any JSON, or bytes. The default is <c>{}</c>.</param>
    /// <returns>The reply.</returns>
    public static ChannelReply Error(ChannelPayload payload = default) => new(ChannelReplyKind.Reply, "error", payload);

    /// <summary>Creates a reply with another status, which the client must know. Every status except <c>ok</c> refuses a join.</summary>
    /// <param name="status">The status: 1 to 255 visible ASCII characters, without quotes and backslashes.</param>
    /// <param name="payload">The response: any JSON, or bytes. The default is <c>{}</c>.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="ArgumentException">The status is empty, too long, or contains other characters.</exception>
    public static ChannelReply WithStatus(string status, ChannelPayload payload = default) => IsStatus(status)
        ? new(ChannelReplyKind.Reply, status, payload)
        : throw new ArgumentException(
            $"'{status}' cannot be the status of a reply. Use 1 to 255 visible ASCII characters without quotes and backslashes.",
            nameof(status));

    // These need no escapes in JSON, and their number fits the length byte of a binary frame.
    private static bool IsStatus(string status) =>
        status.Length is > 0 and <= LongestStatus && status.All(static c => c is > ' ' and <= '~' and not '"' and not '\\');
}
