namespace Channels.Typed;

/// <summary>A join or push has no declared outcome. <see cref="Reason"/> is the reason.</summary>
public class ChannelException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="ChannelException"/> class.</summary>
    /// <param name="reason">The reason why there is no declared outcome.</param>
    /// <param name="message">What happened, the event and topic, and how to fix it.</param>
    /// <param name="innerException">The exception that caused this one, if there is one.</param>
    public ChannelException(ChannelErrorReason reason, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Reason = reason;
        WasSent = reason is ChannelErrorReason.UnmatchedTopic or ChannelErrorReason.JoinCrashed or ChannelErrorReason.TooManyChannels
            or ChannelErrorReason.Rejected or ChannelErrorReason.UnknownStatus or ChannelErrorReason.UnreadableReply
            or ChannelErrorReason.JoinTimeout or ChannelErrorReason.UnknownEvent or ChannelErrorReason.InvalidPayload
            or ChannelErrorReason.Unauthorized or ChannelErrorReason.RateLimited;
    }

    /// <summary>Gets the reason why there is no declared outcome.</summary>
    public ChannelErrorReason Reason { get; }

    /// <summary>
    /// Gets a value indicating whether the message was given to the connection, so that the server may have processed it. If not, it is
    /// safe to send it again.
    /// </summary>
    /// <value>The default is <see langword="true"/> for the reasons that only a reply has.</value>
    public bool WasSent { get; init; }

    /// <summary>Gets how long to wait before the message is sent again, if a rate limit of the server refused it.</summary>
    /// <value><see langword="null"/> if the server did not say, and for all other reasons.</value>
    public TimeSpan? RetryAfter { get; init; }
}
