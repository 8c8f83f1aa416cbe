using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>
/// The server's log entries. Event ids: 100 to 109 connections, 110 to 119 joins, 120 to 139 channels and their messages (132: long
/// polling), 140 to 149 the whole server. Entries above level Trace contain nothing from the wire: no topic, event name, payload or
/// parameter. docs/observability.md lists all entries; a test compares the two. Entries that clients can cause are limited by
/// <see cref="LogLimiter"/>.
/// </summary>
internal static partial class Log
{
    public const int SlowConsumerId = 103;
    public const int ConnectRefusedId = 106;
    public const int MalformedFrameId = 108;
    public const int UnmatchedTopicId = 110;
    public const int TooManyChannelsId = 111;
    public const int JoinRefusedId = 113;
    public const int JoinCrashedId = 120;
    public const int ChannelCrashedId = 122;
    public const int UnknownEventId = 123;
    public const int UnreadablePayloadId = 124;
    public const int PredecessorDidNotEndId = 128;
    public const int MailboxFullId = 125;
    public const int MessageTooLargeId = 139;

    [LoggerMessage(
        100,
        LogLevel.Error,
        "A client was refused because its origin is not allowed. If it should be allowed, add it to "
        + "ChannelsOptions.AllowedOrigins or to the mount's SocketOptions.CheckOrigin. {Suppressed} more were not logged")]
    public static partial void OriginRefused(ILogger logger, int suppressed);

    [LoggerMessage(
        101,
        LogLevel.Warning,
        "A client was refused because it requested a protocol version that the server does not have. The server has 1.0.0 "
        + "and 2.0.0. {Suppressed} more were not logged")]
    public static partial void VersionRefused(ILogger logger, int suppressed);

    [LoggerMessage(102, LogLevel.Error, "A connection failed with an unexpected exception")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        SlowConsumerId,
        LogLevel.Warning,
        "A connection was aborted because its client does not read fast enough; {WaitingBytes} bytes were waiting for it. "
        + "{Suppressed} more were not logged")]
    public static partial void SlowConsumer(ILogger logger, int waitingBytes, int suppressed);

    [LoggerMessage(
        104,
        LogLevel.Warning,
        "Channels of a closed connection did not end within {Timeout}; the server no longer waits for them")]
    public static partial void ChannelsDidNotEnd(ILogger logger, TimeSpan timeout);

    [LoggerMessage(105, LogLevel.Information, "A client was accepted, transport {Transport}, in {ElapsedMilliseconds} ms")]
    public static partial void Connected(ILogger logger, string transport, double elapsedMilliseconds);

    [LoggerMessage(ConnectRefusedId, LogLevel.Information, "A client was refused: {Reason}. {Suppressed} more were not logged")]
    public static partial void ConnectRefused(ILogger logger, string reason, int suppressed);

    [LoggerMessage(107, LogLevel.Debug, "A connection ended, transport {Transport}, close code {CloseCode}, after {ElapsedSeconds} s")]
    public static partial void Disconnected(ILogger logger, string transport, int closeCode, double elapsedSeconds);

    [LoggerMessage(
        MalformedFrameId,
        LogLevel.Warning,
        "A client sent a message that is not a frame of the protocol, and its connection is closed. {Suppressed} more were "
        + "not logged")]
    public static partial void MalformedFrame(ILogger logger, int suppressed);

    [LoggerMessage(109, LogLevel.Error, "A client was refused with status 500 because the user socket or an option of its mount threw")]
    public static partial void ConnectFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        132,
        LogLevel.Error,
        "A long-polling request could not be forwarded to another server, or its answer could not be returned")]
    public static partial void ForwardFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        UnmatchedTopicId,
        LogLevel.Warning,
        "A client tried to join a topic that no channel of its socket serves. {Suppressed} more were not logged")]
    public static partial void UnmatchedTopic(ILogger logger, int suppressed);

    [LoggerMessage(
        TooManyChannelsId,
        LogLevel.Error,
        "A client tried to join more than {Limit} channels on one connection. {Suppressed} more were not logged")]
    public static partial void TooManyChannels(ILogger logger, int limit, int suppressed);

    [LoggerMessage(112, LogLevel.Information, "{Channel} was joined in {ElapsedMilliseconds} ms")]
    public static partial void Joined(ILogger logger, string channel, double elapsedMilliseconds);

    [LoggerMessage(
        JoinRefusedId,
        LogLevel.Information,
        "{Channel} refused a join in {ElapsedMilliseconds} ms: {Outcome}. {Suppressed} more were not logged")]
    public static partial void JoinRefused(ILogger logger, string channel, string outcome, double elapsedMilliseconds, int suppressed);

    [LoggerMessage(114, LogLevel.Debug, "{Channel} was joined again on the same connection; the new channel replaces the earlier one")]
    public static partial void JoinedAgain(ILogger logger, string channel);

    [LoggerMessage(JoinCrashedId, LogLevel.Error, "{Channel} crashed because its join handler threw. {Suppressed} more were not logged")]
    public static partial void JoinCrashed(ILogger logger, string channel, int suppressed, Exception exception);

    [LoggerMessage(121, LogLevel.Warning, "{Channel} did not answer a join within {Timeout}, and the join failed")]
    public static partial void JoinTimedOut(ILogger logger, string channel, TimeSpan timeout);

    [LoggerMessage(ChannelCrashedId, LogLevel.Error, "{Channel} crashed because its handler threw. {Suppressed} more were not logged")]
    public static partial void ChannelCrashed(ILogger logger, string channel, int suppressed, Exception exception);

    [LoggerMessage(
        UnknownEventId,
        LogLevel.Warning,
        "{Channel} received an event that its contract does not declare (a name of {NameLength} bytes). {Suppressed} more "
        + "were not logged")]
    public static partial void UnknownEvent(ILogger logger, string channel, int nameLength, int suppressed);

    [LoggerMessage(
        UnreadablePayloadId,
        LogLevel.Warning,
        "{Channel} received a payload that does not have the declared shape: {Complaint} {Suppressed} more were not logged")]
    public static partial void UnreadablePayload(ILogger logger, string channel, string complaint, int suppressed);

    [LoggerMessage(
        MailboxFullId,
        LogLevel.Error,
        "{Channel} crashed because too many broadcasts were waiting for it. {Suppressed} more were not logged")]
    public static partial void MailboxFull(ILogger logger, string channel, int suppressed);

    [LoggerMessage(126, LogLevel.Error, "TerminateAsync of {Channel} threw")]
    public static partial void TerminateFailed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(127, LogLevel.Error, "Disposing {Channel} or its services threw")]
    public static partial void DisposeFailed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(
        PredecessorDidNotEndId,
        LogLevel.Warning,
        "{Channel} was replaced by a second join and did not end in time; the server no longer waits for it. {Suppressed} more were not "
        + "logged")]
    public static partial void PredecessorDidNotEnd(ILogger logger, string channel, int suppressed);

    [LoggerMessage(129, LogLevel.Debug, "{Channel} handled {Event} in {ElapsedMilliseconds} ms: {Outcome}")]
    public static partial void Handled(ILogger logger, string channel, string @event, string outcome, double elapsedMilliseconds);

    [LoggerMessage(130, LogLevel.Trace, "{Channel} could not read a payload")]
    public static partial void UnreadablePayloadDetails(ILogger logger, string channel, Exception exception);

    [LoggerMessage(
        133,
        LogLevel.Warning,
        "{Channel} has an authorization policy that names authentication schemes. They are ignored, because a channel does "
        + "not authenticate: only the policy's requirements are checked")]
    public static partial void PolicySchemesIgnored(ILogger logger, string channel);

    [LoggerMessage(
        131,
        LogLevel.Debug,
        "{Channel} did not send a binary broadcast to a client, because the client uses version 1.0.0 or long polling, "
        + "which cannot carry bytes")]
    public static partial void BinaryNotCarried(ILogger logger, string channel);

    [LoggerMessage(134, LogLevel.Error, "The join handler of {Channel} threw after its join had timed out")]
    public static partial void LateJoinFailed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(
        135, LogLevel.Error, "A listener of the server's metrics or spans, or its logger, threw while {Channel} was joined, used or ended")]
    public static partial void TelemetryFailed(ILogger logger, string channel, Exception exception);

    [LoggerMessage(
        MessageTooLargeId,
        LogLevel.Warning,
        "A connection was closed with 1009, because its client sent a message of more than MaxMessageBytes, which is {Limit}. "
        + "{Suppressed} more were not logged")]
    public static partial void MessageTooLarge(ILogger logger, int limit, int suppressed);

    [LoggerMessage(140, LogLevel.Information, "The server is stopping and drains {Connections} connections")]
    public static partial void DrainStarted(ILogger logger, int connections);

    [LoggerMessage(
        141,
        LogLevel.Information,
        "{Closed} of {Connections} connections were closed with 1012, so that their clients reconnect elsewhere")]
    public static partial void DrainProgress(ILogger logger, int closed, int connections);

    [LoggerMessage(142, LogLevel.Information, "Draining has ended after {ElapsedSeconds} s; {Dropped} connections were aborted")]
    public static partial void DrainEnded(ILogger logger, double elapsedSeconds, int dropped);

    [LoggerMessage(
        143,
        LogLevel.Warning,
        "A client was refused because the server has as many connections as ChannelsOptions.MaxConnections allows. "
        + "{Suppressed} more were not logged")]
    public static partial void TooManyConnections(ILogger logger, int suppressed);

    [LoggerMessage(
        145,
        LogLevel.Warning,
        "A client was refused because its address has as many connections as ChannelsOptions.MaxConnectionsPerAddress allows. "
        + "{Suppressed} more were not logged")]
    public static partial void TooManyOfAddress(ILogger logger, int suppressed);

    [LoggerMessage(144, LogLevel.Error, "Closing or aborting a connection threw; the other connections are not affected")]
    public static partial void DisconnectFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        147,
        LogLevel.Error,
        "{Connections} connections have not ended although the server stops, because handlers block their threads; the server does not "
        + "wait any longer")]
    public static partial void ConnectionsDidNotEnd(ILogger logger, int connections);
}
