using Channels.Typed.AspNetCore.Transports;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>
/// The server's log, event ids 100 to 199: 100 to 109 connections, 110 to 119 joins, 120 to 139 channels and their messages, 140 to 149 the
/// server as a whole. Nothing of it
/// comes from the wire: no topic, event name, payload or parameter. docs/observability.md lists all, which a test compares with this.
/// What clients can cause at will goes through <see cref="Observability.LogLimiter"/>.
/// </summary>
internal static partial class Log
{
    public const int ConnectRefusedId = 106;
    public const int MalformedFrameId = 108;
    public const int UnmatchedTopicId = 110;
    public const int TooManyChannelsId = 111;
    public const int JoinRefusedId = 113;
    public const int UnknownEventId = 123;
    public const int UnreadablePayloadId = 124;

    [LoggerMessage(100, LogLevel.Error, "A client's origin is not allowed. Add it to ChannelsOptions.AllowedOrigins, or to the mount's SocketOptions.CheckOrigin, if it should be. {Suppressed} more were not logged")]
    public static partial void OriginRefused(ILogger logger, int suppressed);

    [LoggerMessage(101, LogLevel.Warning, "A client asked for a protocol version that is not served; 2.0.0 is. {Suppressed} more were not logged")]
    public static partial void VersionRefused(ILogger logger, int suppressed);

    [LoggerMessage(102, LogLevel.Error, "A connection failed")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception);

    [LoggerMessage(103, LogLevel.Warning, "A client that does not read was cut off with {WaitingBytes} bytes waiting for it")]
    public static partial void SlowConsumer(ILogger logger, int waitingBytes);

    [LoggerMessage(104, LogLevel.Warning, "Channels of a closed connection did not end within {Timeout}; they are left to themselves")]
    public static partial void ChannelsDidNotEnd(ILogger logger, TimeSpan timeout);

    [LoggerMessage(105, LogLevel.Information, "A client was accepted, transport {Transport}, in {ElapsedMilliseconds} ms")]
    public static partial void Connected(ILogger logger, string transport, double elapsedMilliseconds);

    [LoggerMessage(ConnectRefusedId, LogLevel.Information, "A client was refused: {Reason}. {Suppressed} more were not logged")]
    public static partial void ConnectRefused(ILogger logger, string reason, int suppressed);

    [LoggerMessage(107, LogLevel.Debug, "A connection ended, transport {Transport}, close code {CloseCode}, after {ElapsedSeconds} s")]
    public static partial void Disconnected(ILogger logger, string transport, int closeCode, double elapsedSeconds);

    [LoggerMessage(MalformedFrameId, LogLevel.Warning, "A client sent a message that is no frame of the protocol; its connection is closed. {Suppressed} more were not logged")]
    public static partial void MalformedFrame(ILogger logger, int suppressed);

    [LoggerMessage(109, LogLevel.Error, "A connection attempt was answered with status 500, as the user socket or an option of its mount failed")]
    public static partial void ConnectFailed(ILogger logger, Exception exception);

    [LoggerMessage(132, LogLevel.Error, "A long-polling request could not be passed on between servers")]
    public static partial void ForwardFailed(ILogger logger, Exception exception);

    [LoggerMessage(UnmatchedTopicId, LogLevel.Warning, "A client tried to join a topic that no channel of its socket serves. {Suppressed} more were not logged")]
    public static partial void UnmatchedTopic(ILogger logger, int suppressed);

    [LoggerMessage(TooManyChannelsId, LogLevel.Error, "A client tried to join more than {Limit} channels on one connection. {Suppressed} more were not logged")]
    public static partial void TooManyChannels(ILogger logger, int limit, int suppressed);

    [LoggerMessage(112, LogLevel.Information, "{Channel} was joined in {ElapsedMilliseconds} ms")]
    public static partial void Joined(ILogger logger, string channel, double elapsedMilliseconds);

    [LoggerMessage(JoinRefusedId, LogLevel.Information, "{Channel} refused a join in {ElapsedMilliseconds} ms: {Outcome}. {Suppressed} more were not logged")]
    public static partial void JoinRefused(ILogger logger, string channel, string outcome, double elapsedMilliseconds, int suppressed);

    [LoggerMessage(114, LogLevel.Debug, "{Channel} is joined again on the same connection; the earlier channel is replaced")]
    public static partial void JoinedAgain(ILogger logger, string channel);

    [LoggerMessage(120, LogLevel.Error, "{Channel} failed in its join")]
    public static partial void JoinCrashed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(121, LogLevel.Warning, "{Channel} did not answer a join within {Timeout}")]
    public static partial void JoinTimedOut(ILogger logger, string channel, TimeSpan timeout);

    [LoggerMessage(122, LogLevel.Error, "{Channel} crashed")]
    public static partial void ChannelCrashed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(UnknownEventId, LogLevel.Warning, "{Channel} got an event that its contract does not have ({NameLength} bytes). {Suppressed} more were not logged")]
    public static partial void UnknownEvent(ILogger logger, string channel, int nameLength, int suppressed);

    [LoggerMessage(UnreadablePayloadId, LogLevel.Warning, "{Channel} got a payload that is not of the declared shape: {Complaint} {Suppressed} more were not logged")]
    public static partial void UnreadablePayload(ILogger logger, string channel, string complaint, int suppressed);

    [LoggerMessage(125, LogLevel.Error, "{Channel} crashed, as too many broadcasts wait for it")]
    public static partial void MailboxFull(ILogger logger, string channel);

    [LoggerMessage(126, LogLevel.Error, "{Channel} failed in TerminateAsync")]
    public static partial void TerminateFailed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(127, LogLevel.Error, "{Channel} failed to dispose")]
    public static partial void DisposeFailed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(128, LogLevel.Warning, "{Channel} was joined again and did not end in time; it is left to itself")]
    public static partial void PredecessorDidNotEnd(ILogger logger, string channel);

    [LoggerMessage(129, LogLevel.Debug, "{Channel} handled {Event} in {ElapsedMilliseconds} ms: {Outcome}")]
    public static partial void Handled(ILogger logger, string channel, string @event, string outcome, double elapsedMilliseconds);

    [LoggerMessage(130, LogLevel.Trace, "{Channel} could not read a payload")]
    public static partial void UnreadablePayloadDetails(ILogger logger, string channel, Exception exception);

    [LoggerMessage(133, LogLevel.Warning, "{Channel} has a policy of authorization that names authentication schemes. A channel does not authenticate; only the policy's requirements count")]
    public static partial void PolicySchemesIgnored(ILogger logger, string channel);

    [LoggerMessage(131, LogLevel.Debug, "{Channel} has a client of version 1.0.0 or one that uses long polling, neither of which can be sent a binary broadcast")]
    public static partial void BinaryNotCarried(ILogger logger, string channel);

    [LoggerMessage(140, LogLevel.Information, "The server stops; {Connections} clients are to be sent away")]
    public static partial void DrainStarted(ILogger logger, int connections);

    [LoggerMessage(141, LogLevel.Information, "{Closed} of {Connections} clients have been asked to come back elsewhere")]
    public static partial void DrainProgress(ILogger logger, int closed, int connections);

    [LoggerMessage(142, LogLevel.Information, "The clients are gone after {ElapsedSeconds} s; {Dropped} of them were dropped")]
    public static partial void DrainEnded(ILogger logger, double elapsedSeconds, int dropped);

    [LoggerMessage(143, LogLevel.Warning, "A client was refused, as there are as many connections as ChannelsOptions.MaxConnections allows. {Suppressed} more were not logged")]
    public static partial void TooManyConnections(ILogger logger, int suppressed);
}
