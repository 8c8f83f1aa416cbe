namespace Channels.Typed;

/// <summary>A join or push ended without a declared outcome: <see cref="Reason"/> says why.</summary>
public class ChannelException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="ChannelException"/> class.</summary>
    /// <param name="reason">Why there is no declared outcome.</param>
    /// <param name="message">What happened, to what, and what would be right.</param>
    /// <param name="innerException">The cause, if it was an exception.</param>
    public ChannelException(ChannelErrorReason reason, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Reason = reason;
    }

    /// <summary>Gets why there is no declared outcome.</summary>
    public ChannelErrorReason Reason { get; }
}
