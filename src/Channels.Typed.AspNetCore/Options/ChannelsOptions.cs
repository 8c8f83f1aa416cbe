namespace Channels.Typed.AspNetCore;

/// <summary>Limits and times of the server. Validated at start; read when a connection begins. Several can differ by mount, see <see cref="SocketOptions"/>.</summary>
public sealed class ChannelsOptions
{
    /// <summary>Gets or sets the largest message of a client, in bytes; a larger one closes the connection with 1009.</summary>
    /// <value>The default is 10,000,000, as Phoenix's.</value>
    public int MaxMessageBytes { get; set; } = 10_000_000;

    /// <summary>
    /// Gets or sets how many clients may be connected to the server at a time, by WebSocket or long polling, those that are about to included. One more gets 503.
    /// </summary>
    /// <remarks>Kestrel's <c>MaxConcurrentConnections</c> counts requests and those WebSockets that stay with it, so that it does not see most of them.</remarks>
    /// <value>The default is 100,000. A connection takes a few kilobytes while nothing waits for it.</value>
    public int MaxConnections { get; set; } = 100_000;

    /// <summary>Gets or sets how many channels one connection may have joined at a time.</summary>
    /// <value>The default is 100, as Phoenix's.</value>
    public int MaxChannelsPerConnection { get; set; } = 100;

    /// <summary>Gets or sets the longest topic that can be joined, in UTF-8 bytes; a longer one is an unmatched topic.</summary>
    /// <value>The default is 1,024.</value>
    public int MaxTopicBytes { get; set; } = 1024;

    /// <summary>Gets or sets how many bytes may wait for one client that reads slowly; one byte more ends its connection.</summary>
    /// <value>The default is 4 MiB.</value>
    public int MaxOutboxBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Gets or sets how many messages may wait for one channel. When a client's pushes fill it, the connection is not read until the channel
    /// has caught up; a broadcast that is intercepted or subscribed to (<see cref="ChannelContext.Subscribe"/>) and finds it full crashes the
    /// channel, so that the client rejoins; <see cref="ChannelContext.Post"/> says that it is full.
    /// </summary>
    /// <value>The default is 1,000.</value>
    public int MaxMailboxLength { get; set; } = 1000;

    /// <summary>Gets or sets how long a client may send nothing, not even a heartbeat, before it is closed with 1002.</summary>
    /// <value>The default is 60 seconds, as Phoenix's.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets or sets how long a client may take to finish a message that it has begun, in one frame or several, before it is closed with 1002. Any byte is a sign of
    /// life to <see cref="IdleTimeout"/>, one of an endless message too, so that this is its bound.
    /// </summary>
    /// <value>The default is 2 minutes, which is 10,000,000 bytes at 0.7 Mbit/s.</value>
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets how long a join may take before it is refused with <c>join timeout</c>.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan JoinTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a channel that was joined again, or whose connection ended, may take to finish its current message.</summary>
    /// <value>The default is 5 seconds, as Phoenix's.</value>
    public TimeSpan ChannelShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long the server waits for the client's half of the closing handshake before it drops the connection.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets what comes of an event that a channel does not have.</summary>
    /// <value>The default is <see cref="BadMessageAction.ReplyError"/>: an error with the reason <c>unknown event</c>. Phoenix crashes.</value>
    public BadMessageAction UnknownEvents { get; set; }

    /// <summary>Gets or sets what comes of a join or push whose payload is not of the declared shape.</summary>
    /// <value>
    /// The default is <see cref="BadMessageAction.ReplyError"/>: an error with the reason <c>invalid payload</c>. Phoenix crashes; a crash in a
    /// join is the error <c>join crashed</c>.
    /// </value>
    public BadMessageAction InvalidPayloads { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether browsers may connect only from the page's own host, or from one of <see cref="AllowedOrigins"/>.
    /// Requests without an <c>Origin</c> header, as native clients send them, always pass.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool CheckOrigin { get; set; } = true;

    /// <summary>
    /// Gets the origins that may connect besides the page's own host: <c>https://example.com</c> (scheme and port count), or
    /// <c>//example.com</c> and <c>//*.example.com</c> (any scheme and port; the star stands for the host itself and all its subdomains). Other forms of the check are at <see cref="OriginCheck"/>.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Gets what is special to clients that use long polling.</summary>
    public LongPollOptions LongPoll { get; } = new();

    /// <summary>Gets the filters of all channels, outside of those of a mount or a channel.</summary>
    /// <value>The default is none.</value>
    public ChannelFilterCollection Filters { get; } = new();

    /// <summary>Gets the rate limits that <see cref="RateLimitAttribute"/> refers to by name.</summary>
    /// <value>The default is none.</value>
    public RateLimitPolicies RateLimits { get; } = new();

    /// <summary>Gets how the clients are sent away when the server stops.</summary>
    public DrainOptions Drain { get; } = new();

    internal void Validate()
    {
        Drain.Validate();
        LongPoll.Validate("ChannelsOptions");
        OptionRange.CheckMessageBytes(MaxMessageBytes, Name(nameof(MaxMessageBytes)));
        OptionRange.CheckCount(MaxConnections, Name(nameof(MaxConnections)));
        OptionRange.CheckCount(MaxChannelsPerConnection, Name(nameof(MaxChannelsPerConnection)));
        OptionRange.CheckCount(MaxTopicBytes, Name(nameof(MaxTopicBytes)));
        OptionRange.CheckOutboxBytes(MaxOutboxBytes, Name(nameof(MaxOutboxBytes)));
        OptionRange.CheckCount(MaxMailboxLength, Name(nameof(MaxMailboxLength)));
        OptionRange.Check(Enum.IsDefined(UnknownEvents), Name(nameof(UnknownEvents)), UnknownEvents, "ReplyError or Crash");
        OptionRange.Check(Enum.IsDefined(InvalidPayloads), Name(nameof(InvalidPayloads)), InvalidPayloads, "ReplyError or Crash");
        OptionRange.CheckTime(IdleTimeout, Name(nameof(IdleTimeout)));
        OptionRange.CheckTime(MessageTimeout, Name(nameof(MessageTimeout)));
        OptionRange.CheckTime(JoinTimeout, Name(nameof(JoinTimeout)));
        OptionRange.CheckTime(ChannelShutdownTimeout, Name(nameof(ChannelShutdownTimeout)));
        OptionRange.CheckTime(CloseTimeout, Name(nameof(CloseTimeout)));
    }

    /// <summary>The check that mounts have unless they say otherwise.</summary>
    internal OriginCheck CreateOriginCheck() => (CheckOrigin, AllowedOrigins.Count) switch
    {
        (false, _) => OriginCheck.Off,
        (true, 0) => OriginCheck.OwnHost,
        _ => OriginCheck.OwnHostOr([.. AllowedOrigins]),
    };

    private static string Name(string option) => $"ChannelsOptions.{option}";
}
