using System.Diagnostics;
using System.Diagnostics.Metrics;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>
/// What the server shows of itself: metrics, spans, and the log entries that clients can cause. One instance for each host, so that several
/// in one process do not mix. While nobody listens, no time is taken and no tag made. Safe for use from several threads.
/// </summary>
internal sealed class ServerTelemetry : IDisposable
{
    public const string Name = "Channels.Typed.AspNetCore";

    private const int ConnectionLost = 1006;

    private readonly ServerMetrics _metrics;
    private readonly ILogger _logger;
    private readonly LogGate _gate;
    private int _channelCount;

    public ServerTelemetry(IMeterFactory meters, TimeProvider time, ILogger logger)
    {
        _metrics = new ServerMetrics(meters.Create(Name)); // The factory disposes of it.
        _logger = logger;
        _gate = new LogGate(time);
        Time = time;
    }

    public ActivitySource Source { get; } = new(Name);

    public TimeProvider Time { get; }

    /// <summary>Gets the number of joined channels.</summary>
    public int ChannelCount => Volatile.Read(ref _channelCount);

    public void Dispose() => Source.Dispose();

    /// <summary>Asks the user socket, and notes what it said.</summary>
    public async ValueTask<ConnectResult> ConnectAsync(
        Func<HttpContext, ConnectContext, ValueTask<ConnectResult>> connect, HttpContext context, ConnectContext request)
    {
        long started = Time.GetTimestamp();
        ConnectResult result;
        try
        {
            result = await connect(context, request);
        }
        catch (Exception)
        {
            OnConnect(Outcome.Failed, Time.GetElapsedTime(started));
            OnConnectRefused(ConnectRefusal.Failed);
            throw;
        }

        TimeSpan elapsed = Time.GetElapsedTime(started);
        OnConnect(result.IsAccepted ? Outcome.Ok : Outcome.Refused, elapsed);
        if (result.IsAccepted)
        {
            Log.Connected(_logger, TelemetryTags.WebSocket, elapsed.TotalMilliseconds);
        }
        else
        {
            OnConnectRefused(ConnectRefusal.UserSocket);
        }

        return result;
    }

    /// <summary>An attempt to connect came to nothing, for one of the reasons in <see cref="ConnectRefusal"/>.</summary>
    public void OnConnectRefused(string reason)
    {
        if (_metrics.RefusedConnects.Enabled)
        {
            _metrics.RefusedConnects.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Reason, reason));
        }

        LogLevel level = reason switch { ConnectRefusal.Origin => LogLevel.Error, ConnectRefusal.Version => LogLevel.Warning, _ => LogLevel.Information };
        if (!_logger.IsEnabled(level) || !_gate.TryPass(Log.ConnectRefusedId, reason, out int suppressed))
        {
            return;
        }

        switch (reason)
        {
            case ConnectRefusal.Origin:
                Log.OriginRefused(_logger, suppressed);
                break;
            case ConnectRefusal.Version:
                Log.VersionRefused(_logger, suppressed);
                break;
            default:
                Log.ConnectRefused(_logger, reason, suppressed);
                break;
        }
    }

    /// <summary>What a new connection's spans link to: the request that it began with, if anybody wants spans.</summary>
    public ActivityLink[]? LinkToCurrent() => Source.HasListeners() && Activity.Current is { } current ? [new ActivityLink(current.Context)] : null;

    public ConnectionObservation OnConnected()
    {
        bool isCounted = _metrics.ActiveConnections.Enabled;
        if (isCounted)
        {
            _metrics.ActiveConnections.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Transport, TelemetryTags.WebSocket));
        }

        bool isTimed = _metrics.ConnectionDuration.Enabled || _logger.IsEnabled(LogLevel.Debug);
        return new ConnectionObservation(this, isCounted, isTimed ? Time.GetTimestamp() : 0);
    }

    public void OnDisconnected(bool wasCounted, long started, CloseCode? code)
    {
        if (wasCounted)
        {
            _metrics.ActiveConnections.Add(-1, new KeyValuePair<string, object?>(TelemetryTags.Transport, TelemetryTags.WebSocket));
        }

        if (started == 0)
        {
            return;
        }

        TimeSpan elapsed = Time.GetElapsedTime(started);
        int closeCode = code is { } known ? (int)known : ConnectionLost;
        if (_metrics.ConnectionDuration.Enabled)
        {
            _metrics.ConnectionDuration.Record(
                elapsed.TotalSeconds,
                new KeyValuePair<string, object?>(TelemetryTags.Transport, TelemetryTags.WebSocket),
                new KeyValuePair<string, object?>(TelemetryTags.CloseCode, closeCode));
        }

        Log.Disconnected(_logger, TelemetryTags.WebSocket, closeCode, elapsed.TotalSeconds);
    }

    /// <summary>A join is about to be handled. The span is current until <see cref="Observation.Leave"/>.</summary>
    public Observation StartJoin(HandlerDescriptor handler, ActivityLink[]? links) =>
        _metrics.JoinDuration.Enabled || Source.HasListeners() || _logger.IsEnabled(LogLevel.Information)
            ? new Observation(this, handler, handler.Tags.Join, links)
            : default;

    /// <summary>A join has been answered.</summary>
    /// <returns>Whether the channel is among the active ones that somebody saw coming.</returns>
    public bool OnJoinAnswered(HandlerDescriptor handler, Outcome outcome, in Observation observation)
    {
        TimeSpan elapsed = observation.Stop(outcome);
        if (_metrics.JoinDuration.Enabled)
        {
            _metrics.JoinDuration.Record(
                elapsed.TotalSeconds,
                new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Tags.Template),
                new KeyValuePair<string, object?>(TelemetryTags.Outcome, TelemetryTags.Of(outcome)));
        }

        if (outcome != Outcome.Ok)
        {
            OnJoinRejected(handler.Tags.Template, TelemetryTags.Of(outcome));
            if (_logger.IsEnabled(LogLevel.Information) && _gate.TryPass(Log.JoinRefusedId, handler.Name, out int suppressed))
            {
                Log.JoinRefused(_logger, handler.Name, TelemetryTags.Of(outcome), elapsed.TotalMilliseconds, suppressed);
            }

            return false;
        }

        Interlocked.Increment(ref _channelCount);
        Log.Joined(_logger, handler.Name, elapsed.TotalMilliseconds);
        bool isCounted = _metrics.ActiveChannels.Enabled;
        if (isCounted)
        {
            _metrics.ActiveChannels.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Tags.Template));
        }

        return isCounted;
    }

    /// <summary>A joined channel has ended.</summary>
    public void OnChannelEnded(HandlerDescriptor handler, bool hasCrashed, bool wasCounted)
    {
        Interlocked.Decrement(ref _channelCount);
        if (wasCounted)
        {
            _metrics.ActiveChannels.Add(-1, new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Tags.Template));
        }

        if (hasCrashed && _metrics.CrashedChannels.Enabled)
        {
            _metrics.CrashedChannels.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Tags.Template));
        }
    }

    /// <summary>A push is about to be handled. The span is current until <see cref="Observation.Until"/>.</summary>
    public Observation StartPush(HandlerDescriptor handler, ReadOnlySpan<byte> eventName, ActivityLink[]? links) =>
        _metrics.MessageDuration.Enabled || Source.HasListeners() || _logger.IsEnabled(LogLevel.Debug)
            ? new Observation(this, handler, handler.Tags.Find(eventName), links)
            : default;

    public void OnHandled(HandlerDescriptor handler, EventTag eventTag, Outcome outcome, TimeSpan elapsed)
    {
        if (_metrics.MessageDuration.Enabled)
        {
            _metrics.MessageDuration.Record(
                elapsed.TotalSeconds,
                new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Tags.Template),
                new KeyValuePair<string, object?>(TelemetryTags.Event, eventTag.Name),
                new KeyValuePair<string, object?>(TelemetryTags.Outcome, TelemetryTags.Of(outcome)));
        }

        if (_logger.IsEnabled(LogLevel.Debug))
        {
            Log.Handled(_logger, handler.Name, eventTag.Name, TelemetryTags.Of(outcome), elapsed.TotalMilliseconds);
        }
    }

    public void OnUnknownEvent(HandlerDescriptor handler, int nameLength)
    {
        Count(_metrics.UnknownEvents, handler);
        if (_logger.IsEnabled(LogLevel.Warning) && _gate.TryPass(Log.UnknownEventId, handler.Name, out int suppressed))
        {
            Log.UnknownEvent(_logger, handler.Name, nameLength, suppressed);
        }
    }

    public void OnUnreadablePayload(HandlerDescriptor handler, Exception exception)
    {
        Count(_metrics.UnreadablePayloads, handler);
        if (_logger.IsEnabled(LogLevel.Warning) && _gate.TryPass(Log.UnreadablePayloadId, handler.Name, out int suppressed))
        {
            Log.UnreadablePayload(_logger, handler.Name, exception.Message, suppressed);
        }

        // The serializer quotes what it could not read.
        Log.UnreadablePayloadDetails(_logger, handler.Name, exception);
    }

    /// <summary>A join of a topic that nobody serves.</summary>
    public void OnJoinUnmatched()
    {
        const string Reason = "unmatched_topic";
        OnJoinRejected(TelemetryTags.Other, Reason);
        if (_logger.IsEnabled(LogLevel.Warning) && _gate.TryPass(Log.UnmatchedTopicId, "", out int suppressed))
        {
            Log.UnmatchedTopic(_logger, suppressed);
        }
    }

    /// <summary>A join beyond the limit of channels for one connection.</summary>
    public void OnTooManyChannels(HandlerDescriptor handler, int limit)
    {
        const string Reason = "too_many_channels";
        OnJoinRejected(handler.Tags.Template, Reason);
        if (_logger.IsEnabled(LogLevel.Error) && _gate.TryPass(Log.TooManyChannelsId, "", out int suppressed))
        {
            Log.TooManyChannels(_logger, limit, suppressed);
        }
    }

    /// <summary>A message was answered with <c>unmatched topic</c>.</summary>
    public void OnUnmatchedTopic()
    {
        if (_metrics.UnmatchedTopics.Enabled)
        {
            _metrics.UnmatchedTopics.Add(1);
        }
    }

    public void OnMalformedFrame()
    {
        if (_metrics.MalformedFrames.Enabled)
        {
            _metrics.MalformedFrames.Add(1);
        }

        if (_logger.IsEnabled(LogLevel.Warning) && _gate.TryPass(Log.MalformedFrameId, "", out int suppressed))
        {
            Log.MalformedFrame(_logger, suppressed);
        }
    }

    public void OnSlowConsumer(int waitingBytes)
    {
        if (_metrics.SlowConsumers.Enabled)
        {
            _metrics.SlowConsumers.Add(1);
        }

        if (_metrics.OutboxDropped.Enabled)
        {
            _metrics.OutboxDropped.Add(waitingBytes);
        }

        Log.SlowConsumer(_logger, waitingBytes);
    }

    public void OnBroadcast(int subscribers)
    {
        if (_metrics.BroadcastFanout.Enabled)
        {
            _metrics.BroadcastFanout.Record(subscribers);
        }
    }

    private static void Count(Counter<long> counter, HandlerDescriptor handler)
    {
        if (counter.Enabled)
        {
            counter.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Tags.Template));
        }
    }

    private void OnConnect(Outcome outcome, TimeSpan elapsed)
    {
        if (_metrics.ConnectDuration.Enabled)
        {
            _metrics.ConnectDuration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>(TelemetryTags.Outcome, TelemetryTags.Of(outcome)));
        }
    }

    private void OnJoinRejected(string template, string reason)
    {
        if (_metrics.RejectedJoins.Enabled)
        {
            _metrics.RejectedJoins.Add(
                1,
                new KeyValuePair<string, object?>(TelemetryTags.Template, template),
                new KeyValuePair<string, object?>(TelemetryTags.Reason, reason));
        }
    }
}
