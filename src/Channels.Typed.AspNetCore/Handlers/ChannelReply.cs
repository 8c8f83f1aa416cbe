namespace Channels.Typed.AspNetCore;

/// <summary>The answer of an <see cref="UntypedChannel"/> to a join or a push. Immutable; <c>default</c> is <see cref="None"/>.</summary>
public readonly struct ChannelReply
{
    private const int LongestStatus = 255;

    private ChannelReply(ChannelReplyKind kind, string status, ChannelPayload payload)
    {
        Kind = kind;
        Status = status;
        Payload = payload;
    }

    /// <summary>Gets no answer: nothing is sent. A join needs one.</summary>
    public static ChannelReply None => default;

    /// <summary>Gets what a method returns that answers later (<see cref="UntypedChannel.DeferReply"/>).</summary>
    public static ChannelReply Deferred => new(ChannelReplyKind.Deferred, "", default);

    /// <summary>Gets the answer to an event that the channel does not know: <see cref="ChannelsOptions.UnknownEvents"/> says what comes of it.</summary>
    public static ChannelReply UnknownEvent => new(ChannelReplyKind.UnknownEvent, "", default);

    internal ChannelReplyKind Kind { get; }

    /// <summary>Gets the status; null in the default value, which has no reply.</summary>
    internal string? Status { get; }

    internal ChannelPayload Payload { get; }

    /// <summary>Answers with status <c>ok</c>.</summary>
    /// <param name="payload">The response: any JSON, or bytes. The default is <c>{}</c>.</param>
    /// <returns>The reply.</returns>
    public static ChannelReply Ok(ChannelPayload payload = default) => new(ChannelReplyKind.Reply, "ok", payload);

    /// <summary>Answers with status <c>error</c>; a join is refused by it.</summary>
    /// <param name="payload">The response: any JSON, or bytes. The default is <c>{}</c>.</param>
    /// <returns>The reply.</returns>
    public static ChannelReply Error(ChannelPayload payload = default) => new(ChannelReplyKind.Reply, "error", payload);

    /// <summary>Answers with a status of your own, which the client must know. A join is refused by all but <c>ok</c>.</summary>
    /// <param name="status">The status: 1 to 255 visible ASCII characters, none of them a quote or a backslash.</param>
    /// <param name="payload">The response: any JSON, or bytes. The default is <c>{}</c>.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="ArgumentException">The status is not such a text.</exception>
    public static ChannelReply WithStatus(string status, ChannelPayload payload = default) => IsStatus(status)
        ? new(ChannelReplyKind.Reply, status, payload)
        : throw new ArgumentException($"'{status}' cannot be the status of a reply. Use 1 to 255 visible ASCII characters without quotes and backslashes.", nameof(status));

    // What needs no escapes in JSON and fits the one length byte of a binary frame.
    private static bool IsStatus(string status) =>
        status.Length is > 0 and <= LongestStatus && status.All(static c => c is > ' ' and <= '~' and not '"' and not '\\');
}
