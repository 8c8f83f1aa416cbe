using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore;

/// <summary>The server's log, event ids 100 to 199. Nothing of it comes from the wire: no topic, event name, payload or parameter.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning, "A client's origin is not allowed. Add it to ChannelsOptions.AllowedOrigins if it should be")]
    public static partial void OriginRefused(ILogger logger);

    [LoggerMessage(101, LogLevel.Warning, "A client asked for a protocol version that is not served; 2.0.0 is")]
    public static partial void VersionRefused(ILogger logger);

    [LoggerMessage(102, LogLevel.Error, "A connection failed")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception);

    [LoggerMessage(103, LogLevel.Warning, "A client that does not read was cut off with {WaitingBytes} bytes waiting for it")]
    public static partial void SlowConsumer(ILogger logger, int waitingBytes);

    [LoggerMessage(104, LogLevel.Warning, "Channels of a closed connection did not end within {Timeout}; they are left to themselves")]
    public static partial void ChannelsDidNotEnd(ILogger logger, TimeSpan timeout);

    [LoggerMessage(106, LogLevel.Error, "A long-polling request could not be passed on between servers")]
    public static partial void ForwardFailed(ILogger logger, Exception exception);

    [LoggerMessage(110, LogLevel.Warning, "A client tried to join a topic that no channel of its socket serves")]
    public static partial void UnmatchedTopic(ILogger logger);

    [LoggerMessage(111, LogLevel.Error, "A client tried to join more than {Limit} channels on one connection")]
    public static partial void TooManyChannels(ILogger logger, int limit);

    [LoggerMessage(120, LogLevel.Error, "{Channel} failed in its join")]
    public static partial void JoinCrashed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(121, LogLevel.Warning, "{Channel} did not answer a join within {Timeout}")]
    public static partial void JoinTimedOut(ILogger logger, string channel, TimeSpan timeout);

    [LoggerMessage(122, LogLevel.Error, "{Channel} crashed")]
    public static partial void ChannelCrashed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(123, LogLevel.Warning, "{Channel} got an event that its contract does not have ({NameLength} bytes)")]
    public static partial void UnknownEvent(ILogger logger, string channel, int nameLength);

    [LoggerMessage(124, LogLevel.Warning, "{Channel} got a payload that is not of the declared shape")]
    public static partial void UnreadablePayload(ILogger logger, string channel, Exception exception);

    [LoggerMessage(125, LogLevel.Error, "{Channel} crashed, as too many intercepted broadcasts wait for it")]
    public static partial void MailboxFull(ILogger logger, string channel);

    [LoggerMessage(126, LogLevel.Error, "{Channel} failed in TerminateAsync")]
    public static partial void TerminateFailed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(127, LogLevel.Error, "{Channel} failed to dispose")]
    public static partial void DisposeFailed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(128, LogLevel.Warning, "{Channel} was joined again and did not end in time; it is left to itself")]
    public static partial void PredecessorDidNotEnd(ILogger logger, string channel);

    [LoggerMessage(129, LogLevel.Debug, "{Channel} has a client of version 1.0.0 or one that uses long polling, neither of which can be sent a binary broadcast")]
    public static partial void BinaryNotCarried(ILogger logger, string channel);
}
