namespace Channels.Typed.AspNetCore;

/// <summary>
/// Limits and timeouts of the server. Some can be set for one mount: <see cref="SocketOptions"/>.
/// </summary>
/// <remarks>
/// They are read and validated once, by the first <c>MapChannels</c>, or when the host starts. An invalid value throws an
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> that names all invalid values. Changes after that, also those of
/// a configuration that is reloaded, have no effect.
/// </remarks>
public sealed class ChannelsOptions
{
    private int? _outboxHighWaterBytes;

    /// <summary>Gets or sets the largest message of a client, in bytes. A larger message closes the connection with 1009.</summary>
    /// <value>The default is 10,000,000, as in Phoenix.</value>
    public int MaxMessageBytes { get; set; } = 10_000_000;

    /// <summary>
    /// Gets or sets how many clients may be connected at the same time, by WebSocket or long polling. Clients that are connecting count.
    /// One client more gets HTTP status 503.
    /// </summary>
    /// <remarks>
    /// Kestrel's <c>MaxConcurrentConnections</c> counts requests and the WebSockets that Kestrel keeps. Most WebSockets leave Kestrel after
    /// their upgrade, so it does not count them.
    /// </remarks>
    /// <value>The default is 100,000. An idle connection needs a few kilobytes.</value>
    public int MaxConnections { get; set; } = 100_000;

    /// <summary>
    /// Gets or sets how many clients of one remote address may be connected at the same time, by WebSocket or long polling. Clients that
    /// are connecting count. One client more gets HTTP status 429.
    /// </summary>
    /// <remarks>
    /// The address is <c>HttpContext.Connection.RemoteIpAddress</c>. Behind a proxy that is the address of the proxy for all clients, so
    /// use the forwarded-headers middleware before you set a limit. Clients behind one NAT share an IPv4 address. IPv6 addresses count as
    /// one if their first 64 bits are equal. Clients without an IP address, as on a Unix socket, have no limit.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: no limit.</value>
    public int? MaxConnectionsPerAddress { get; set; }

    /// <summary>Gets or sets how many channels one connection may have joined at the same time.</summary>
    /// <value>The default is 100, as in Phoenix.</value>
    public int MaxChannelsPerConnection { get; set; } = 100;

    /// <summary>
    /// Gets or sets the longest topic that a client can join, in UTF-8 bytes. The join of a longer topic gets <c>unmatched topic</c>.
    /// </summary>
    /// <value>The default is 1,024.</value>
    public int MaxTopicBytes { get; set; } = 1024;

    /// <summary>
    /// Gets or sets how many bytes that it did not ask for may wait for one client that reads slowly: broadcasts, and pushes and deferred
    /// replies of a channel that does not wait for room. One byte more ends its connection. What the client asked for does not count; see
    /// <see cref="OutboxHighWaterBytes"/>.
    /// A broadcast of a channel that is larger by itself fails where it is sent.
    /// </summary>
    /// <value>The default is 4 MiB.</value>
    public int MaxOutboxBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Gets or sets how many bytes may wait for one client before the server stops reading from it: from 256 to
    /// <see cref="MaxOutboxBytes"/>. The server reads on when half of it has been sent. Until then, a channel does not handle its next
    /// message, and the task of a push does not complete. So a client that reads slowly gets all that it asked for.
    /// </summary>
    /// <value>The default is a quarter of <see cref="MaxOutboxBytes"/>, so 1 MiB.</value>
    public int OutboxHighWaterBytes
    {
        get => _outboxHighWaterBytes ?? MaxOutboxBytes / 4;
        set => _outboxHighWaterBytes = value;
    }

    /// <summary>
    /// Gets or sets how long a client may take no bytes while some wait for it. Then its connection is aborted. A client that reads
    /// slowly, but at least 64 KiB in this time, is not affected.
    /// </summary>
    /// <value>The default is 60 seconds.</value>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets or sets how many messages may wait for one channel. If the pushes of the client fill this mailbox, the server stops reading the
    /// connection until there is room. If an intercepted or subscribed broadcast (<see cref="ChannelContext.Subscribe"/>) finds the mailbox
    /// full, the channel crashes and the client rejoins. <see cref="ChannelContext.Post"/> returns <see cref="PostResult.Full"/>.
    /// </summary>
    /// <value>The default is 1,000.</value>
    public int MaxMailboxLength { get; set; } = 1000;

    /// <summary>
    /// Gets or sets how many bytes of messages may wait for one channel. Beyond it the same happens as beyond
    /// <see cref="MaxMailboxLength"/>. The message that reaches the bound still waits, so a message up to <see cref="MaxMessageBytes"/>
    /// is always accepted. Messages of <see cref="ChannelContext.Post"/> count as no bytes. A broadcast counts for each channel,
    /// although its bytes are shared.
    /// </summary>
    /// <value>The default is 256 KiB: 25 MiB for a client with 100 channels.</value>
    public int MaxMailboxBytes { get; set; } = 256 * 1024;

    /// <summary>Gets or sets how long a client may send nothing, not even a heartbeat, before its connection is closed with 1002.</summary>
    /// <value>The default is 60 seconds, as in Phoenix.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets or sets how long a client may take to finish a message that it has begun, in one frame or several, before its connection is
    /// closed with 1002. <see cref="IdleTimeout"/> starts again with each byte, so it does not limit a message that never ends.
    /// </summary>
    /// <value>The default is 2 minutes, which is 10,000,000 bytes at 0.7 Mbit/s.</value>
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets how long a join may take before the server refuses it with <c>join timeout</c>.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan JoinTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how long a channel may take to finish its current message, after the client joined the topic again or the connection
    /// ended.
    /// </summary>
    /// <value>The default is 5 seconds, as in Phoenix.</value>
    public TimeSpan ChannelShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long the server waits for the client's close frame before it drops the connection.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets what happens to an event that the channel does not declare.</summary>
    /// <value>
    /// The default is <see cref="BadMessageAction.ReplyError"/>: an error with the reason <c>unknown event</c>. Phoenix crashes the
    /// channel.
    /// </value>
    public BadMessageAction UnknownEvents { get; set; }

    /// <summary>Gets or sets what happens to a join or a push whose payload is not of the declared type.</summary>
    /// <value>
    /// The default is <see cref="BadMessageAction.ReplyError"/>: an error with the reason <c>invalid payload</c>. Phoenix crashes the
    /// channel; a join that crashes gets the error <c>join crashed</c>.
    /// </value>
    public BadMessageAction InvalidPayloads { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether browsers may connect only from the page's own host, or from one of
    /// <see cref="AllowedOrigins"/>. Requests without an <c>Origin</c> header are always allowed; native clients send none.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool CheckOrigin { get; set; } = true;

    /// <summary>
    /// Gets the origins that may connect in addition to the page's own host: <c>https://example.com</c> (scheme and port count), or
    /// <c>//example.com</c> and <c>//*.example.com</c> (any scheme and port; the star stands for the host itself and all its subdomains).
    /// <see cref="OriginCheck"/> has other forms of the check.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Gets or sets a value indicating whether WebSockets leave the HTTP server after their upgrade, if nothing such as TLS is between
    /// them. Such a connection needs less memory, but its request ends at the upgrade. Middleware, limits and metrics of requests and
    /// connections do not see it any more. Set <see langword="false"/> if they have to see it, with TLS and without.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Handover { get; set; } = true;

    /// <summary>Gets the options of long polling.</summary>
    public LongPollOptions LongPoll { get; } = new();

    /// <summary>Gets the filters of all channels. They run before the filters of a mount and of a channel.</summary>
    /// <value>The default is none.</value>
    public ChannelFilterCollection Filters { get; } = new();

    /// <summary>Gets the rate limits that <see cref="RateLimitAttribute"/> refers to by name.</summary>
    /// <value>The default is none.</value>
    public RateLimitPolicies RateLimits { get; } = new();

    /// <summary>Gets how the server disconnects its clients when it stops.</summary>
    public DrainOptions Drain { get; } = new();

    internal void Validate(OptionErrors errors)
    {
        Drain.Validate(errors);
        LongPoll.Validate("ChannelsOptions", errors);
        errors.CheckMessageBytes(MaxMessageBytes, Name(nameof(MaxMessageBytes)));
        errors.CheckCount(MaxConnections, Name(nameof(MaxConnections)));
        errors.CheckCount(MaxConnectionsPerAddress ?? 1, Name(nameof(MaxConnectionsPerAddress)));
        errors.CheckCount(MaxChannelsPerConnection, Name(nameof(MaxChannelsPerConnection)));
        errors.CheckCount(MaxTopicBytes, Name(nameof(MaxTopicBytes)));
        errors.CheckOutboxBytes(MaxOutboxBytes, Name(nameof(MaxOutboxBytes)));
        errors.CheckHighWater(OutboxHighWaterBytes, MaxOutboxBytes, Name(nameof(OutboxHighWaterBytes)));
        errors.CheckCount(MaxMailboxLength, Name(nameof(MaxMailboxLength)));
        errors.CheckCount(MaxMailboxBytes, Name(nameof(MaxMailboxBytes)));
        errors.Check(Enum.IsDefined(UnknownEvents), Name(nameof(UnknownEvents)), UnknownEvents, "ReplyError or Crash");
        errors.Check(Enum.IsDefined(InvalidPayloads), Name(nameof(InvalidPayloads)), InvalidPayloads, "ReplyError or Crash");
        errors.CheckTime(IdleTimeout, Name(nameof(IdleTimeout)));
        errors.CheckTime(MessageTimeout, Name(nameof(MessageTimeout)));
        errors.CheckTime(SendTimeout, Name(nameof(SendTimeout)));
        errors.CheckTime(JoinTimeout, Name(nameof(JoinTimeout)));
        errors.CheckTime(ChannelShutdownTimeout, Name(nameof(ChannelShutdownTimeout)));
        errors.CheckTime(CloseTimeout, Name(nameof(CloseTimeout)));
        for (int i = 0; i < AllowedOrigins.Count; i++)
        {
            errors.Check(
                AllowedOrigin.TryParse(AllowedOrigins[i], out _),
                Name($"{nameof(AllowedOrigins)}[{i}]"),
                AllowedOrigins[i] is null ? "null" : $"'{AllowedOrigins[i]}'",
                AllowedOrigin.Forms);
        }
    }

    /// <summary>Creates the check of all mounts that set no other.</summary>
    internal OriginCheck CreateOriginCheck() => (CheckOrigin, AllowedOrigins.Count) switch
    {
        (false, _) => OriginCheck.Off,
        (true, 0) => OriginCheck.OwnHost,
        _ => OriginCheck.OwnHostOr([.. AllowedOrigins]),
    };

    private static string Name(string option) => $"ChannelsOptions.{option}";
}
