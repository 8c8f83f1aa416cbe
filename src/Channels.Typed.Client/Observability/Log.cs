using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client.Observability;

/// <summary>The client's log, event ids 200 to 299. It never contains query strings or payloads.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Debug, "Connected to {Address}")]
    public static partial void Connected(ILogger logger, string address);

    [LoggerMessage(201, LogLevel.Warning, "Could not connect to {Address}; the next attempt is in {Delay}")]
    public static partial void ConnectFailed(ILogger logger, string address, TimeSpan delay, Exception exception);

    [LoggerMessage(
        202, LogLevel.Information, "The connection to {Address} ended: {Reason}, close code {CloseCode}; the next attempt is in {Delay}")]
    public static partial void ConnectionEnded(
        ILogger logger, string address, SocketStateReason reason, int? closeCode, TimeSpan delay, Exception? exception);

    [LoggerMessage(203, LogLevel.Warning, "The server sent nothing within {Timeout} after a heartbeat; the connection is dropped")]
    public static partial void HeartbeatTimedOut(ILogger logger, TimeSpan timeout);

    [LoggerMessage(204, LogLevel.Warning, "The server sent a message that is not a valid frame; it was dropped")]
    public static partial void MalformedFrame(ILogger logger, Exception exception);

    [LoggerMessage(206, LogLevel.Error, "A handler of StateChanged threw, or CallbackContext did not accept the call")]
    public static partial void StateHandlerFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        207, LogLevel.Error, "The loop that connects to {Address} failed unexpectedly; it goes on, and the next attempt is in {Delay}")]
    public static partial void ConnectLoopFailed(ILogger logger, string address, TimeSpan delay, Exception exception);

    [LoggerMessage(208, LogLevel.Error, "A timer of the socket failed unexpectedly; the socket goes on")]
    public static partial void TimerFailed(ILogger logger, Exception exception);

    [LoggerMessage(210, LogLevel.Warning, "The rejoin of topic {Topic} was refused with status {Status}; the next attempt is in {Delay}")]
    public static partial void RejoinRefused(ILogger logger, string topic, string status, TimeSpan delay);

    [LoggerMessage(211, LogLevel.Warning, "The rejoin of topic {Topic} timed out; the next attempt is in {Delay}")]
    public static partial void RejoinTimedOut(ILogger logger, string topic, TimeSpan delay);

    [LoggerMessage(212, LogLevel.Warning, "The channel of topic {Topic} crashed on the server; it rejoins in {Delay}")]
    public static partial void ChannelCrashed(ILogger logger, string topic, TimeSpan delay);

    [LoggerMessage(213, LogLevel.Information, "The server closed the channel of topic {Topic}")]
    public static partial void ChannelClosed(ILogger logger, string topic);

    [LoggerMessage(214, LogLevel.Debug, "A message for topic {Topic} belongs to an earlier join; it was dropped")]
    public static partial void StaleMessage(ILogger logger, string topic);

    [LoggerMessage(215, LogLevel.Warning, "Another channel of the socket joined topic {Topic}; the previous channel was closed")]
    public static partial void Replaced(ILogger logger, string topic);

    [LoggerMessage(216, LogLevel.Error, "The payload for the rejoin of topic {Topic} could not be made; the next attempt is in {Delay}")]
    public static partial void JoinPayloadFailed(ILogger logger, string topic, TimeSpan delay, Exception exception);

    [LoggerMessage(220, LogLevel.Error, "A handler of event {EventName} on topic {Topic} threw")]
    public static partial void HandlerFailed(ILogger logger, string eventName, string topic, Exception exception);

    [LoggerMessage(
        221, LogLevel.Warning, "A handler of topic {Topic} did not complete within {Timeout} after its channel was disposed; it still runs")]
    public static partial void HandlerLeftBehind(ILogger logger, string topic, TimeSpan timeout);

    [LoggerMessage(230, LogLevel.Warning, "The transport to {Address} changes to {Transport}")]
    public static partial void TransportSwitched(ILogger logger, string address, string transport, Exception exception);

    [LoggerMessage(231, LogLevel.Debug, "A WebSocket to {Address} still does not work; long polling continues")]
    public static partial void ProbeFailed(ILogger logger, string address, Exception exception);

    [LoggerMessage(232, LogLevel.Error, "TransportMemory threw; it is treated as empty")]
    public static partial void TransportMemoryFailed(ILogger logger, Exception exception);
}
