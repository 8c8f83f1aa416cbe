namespace Channels.Typed.AspNetCore;

/// <summary>Limits and timeouts of long polling, for clients whose network blocks WebSockets. Validated at start.</summary>
public sealed class LongPollOptions
{
    /// <summary>Gets or sets a value indicating whether sockets also serve long polling, at <c>{pattern}/longpoll</c>.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool IsEnabled { get; set; } = true;

    /// <summary>
    /// Gets or sets how long a poll waits for a message, and how long the server may take to pass on an entry of a POST. A session ends
    /// when it is not polled for one and a half times as long.
    /// </summary>
    /// <value>The default is 10 seconds, as in Phoenix. A request of the official client times out after 20 seconds.</value>
    public TimeSpan WindowTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets how long a server waits for the server that has the session, before it treats the session as ended. Without a PubSub
    /// adapter it does not wait.
    /// </summary>
    /// <value>The default is 2 seconds, as in Phoenix.</value>
    public TimeSpan PubSubTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how long the token of a session is valid. Polls do not extend it.</summary>
    /// <value>The default is 14 days, as in Phoenix.</value>
    public TimeSpan TokenMaxAge { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// Gets or sets how many POSTs of one session a server accepts at the same time. One is read and handled; the others wait for their
    /// turn, at most <see cref="WindowTime"/>, before their bodies are read. One more gets HTTP status 429.
    /// </summary>
    /// <value>The default is 2. The official client sends one at a time.</value>
    public int MaxPosts { get; set; } = 2;

    /// <summary>Gets or sets how many messages of one POST the server handles. The rest is ignored, as in Phoenix.</summary>
    /// <value>The default is 100, as in Phoenix. The official client sends no more.</value>
    public int MaxBatch { get; set; } = 100;

    /// <summary>
    /// Gets or sets the longest message of a POST, in bytes as it is sent; a binary message is sent as base64. A longer message gets HTTP
    /// status 400.
    /// </summary>
    /// <value>The default is 10,000,000, as in Phoenix.</value>
    public int MaxEntryBytes { get; set; } = 10_000_000;

    /// <summary>Gets or sets the largest body of a POST, in bytes. A larger body gets HTTP status 400.</summary>
    /// <value>The default is 8,000,000, as in Phoenix.</value>
    public int MaxBodyBytes { get; set; } = 8_000_000;

    /// <summary>
    /// Gets or sets how many bytes that it did not ask for may wait for the next poll of a session. One byte more ends the session. If a
    /// quarter of it waits, a POST is not accepted until a poll has taken them, so what the client asked for does not count.
    /// </summary>
    /// <value>The default is 4 MiB.</value>
    public int MaxBufferBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Gets how long after its last poll a session ends.</summary>
    internal TimeSpan InactivityTime => WindowTime * 1.5;

    /// <summary>Gets how many bytes may wait before a POST is not accepted.</summary>
    internal int HighWaterBytes => MaxBufferBytes / 4;

    internal LongPollOptions Copy() => (LongPollOptions)MemberwiseClone();

    internal void Validate(string owner, OptionErrors errors)
    {
        errors.CheckHour(WindowTime, Name(nameof(WindowTime)));
        errors.CheckHour(PubSubTimeout, Name(nameof(PubSubTimeout)));
        errors.Check(
            TokenMaxAge >= TimeSpan.FromSeconds(1) && TokenMaxAge <= TimeSpan.FromDays(365),
            Name(nameof(TokenMaxAge)),
            TokenMaxAge,
            "1 second to 365 days");
        errors.CheckCount(MaxPosts, Name(nameof(MaxPosts)));
        errors.CheckCount(MaxBatch, Name(nameof(MaxBatch)));
        errors.CheckMessageBytes(MaxEntryBytes, Name(nameof(MaxEntryBytes)));
        errors.CheckMessageBytes(MaxBodyBytes, Name(nameof(MaxBodyBytes)));
        errors.CheckMessageBytes(MaxBufferBytes, Name(nameof(MaxBufferBytes)));

        string Name(string option) => $"{owner}.LongPoll.{option}";
    }
}
