namespace Channels.Typed.AspNetCore;

/// <summary>Limits and times of long polling, which serves clients whose network lets no WebSocket through. Validated at start.</summary>
public sealed class LongPollOptions
{
    /// <summary>Gets or sets a value indicating whether sockets are mounted at <c>{pattern}/longpoll</c> too.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool IsEnabled { get; set; } = true;

    /// <summary>
    /// Gets or sets how long a poll waits for a message, and how long an entry of a POST may take to be handed on. A session that is not polled
    /// for one and a half times as long has ended.
    /// </summary>
    /// <value>The default is 10 seconds, as Phoenix's. The official client gives a request up after 20 seconds.</value>
    public TimeSpan WindowTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long a server waits for the one that holds a session, before it counts as gone. Without an adapter nobody is waited for.</summary>
    /// <value>The default is 2 seconds, as Phoenix's.</value>
    public TimeSpan PubSubTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how long the token of a session is valid, however often it is polled.</summary>
    /// <value>The default is 14 days, as Phoenix's.</value>
    public TimeSpan TokenMaxAge { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Gets or sets how many messages of one POST are taken; the rest is ignored, as in Phoenix.</summary>
    /// <value>The default is 100, as Phoenix's. The official client sends no more.</value>
    public int MaxBatch { get; set; } = 100;

    /// <summary>Gets or sets the longest message of a POST as it is sent, which for a binary one is base64, in bytes; a longer one is answered with HTTP status 400.</summary>
    /// <value>The default is 10,000,000, as Phoenix's.</value>
    public int MaxEntryBytes { get; set; } = 10_000_000;

    /// <summary>Gets or sets the largest body of a POST, in bytes; a larger one is answered with HTTP status 400.</summary>
    /// <value>The default is 8,000,000, as Phoenix's.</value>
    public int MaxBodyBytes { get; set; } = 8_000_000;

    /// <summary>Gets or sets how many bytes may wait for the next poll of a session; one byte more ends the session.</summary>
    /// <value>The default is 4 MiB.</value>
    public int MaxBufferBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long after its last poll a session ends.</summary>
    internal TimeSpan InactivityTime => WindowTime * 1.5;

    internal LongPollOptions Copy() => (LongPollOptions)MemberwiseClone();

    internal void Validate(string owner)
    {
        OptionRange.Check(WindowTime >= TimeSpan.FromMilliseconds(10) && WindowTime <= TimeSpan.FromHours(1), Name(nameof(WindowTime)), WindowTime, "10 milliseconds to 1 hour");
        OptionRange.Check(PubSubTimeout >= TimeSpan.FromMilliseconds(10) && PubSubTimeout <= TimeSpan.FromHours(1), Name(nameof(PubSubTimeout)), PubSubTimeout, "10 milliseconds to 1 hour");
        OptionRange.Check(TokenMaxAge >= TimeSpan.FromSeconds(1) && TokenMaxAge <= TimeSpan.FromDays(365), Name(nameof(TokenMaxAge)), TokenMaxAge, "1 second to 365 days");
        OptionRange.CheckCount(MaxBatch, Name(nameof(MaxBatch)));
        OptionRange.CheckMessageBytes(MaxEntryBytes, Name(nameof(MaxEntryBytes)));
        OptionRange.CheckMessageBytes(MaxBodyBytes, Name(nameof(MaxBodyBytes)));
        OptionRange.CheckMessageBytes(MaxBufferBytes, Name(nameof(MaxBufferBytes)));

        string Name(string option) => $"{owner}.LongPoll.{option}";
    }
}
