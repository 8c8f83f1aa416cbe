using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>The telemetry of joins, channels and their messages.</summary>
internal sealed partial class ServerTelemetry
{
    /// <summary>Starts to measure a join. Its span is current until <see cref="Observation.Leave"/>.</summary>
    public Observation StartJoin(ConnectionLogger logger, HandlerTags handler, ActivityLink[]? links) =>
        _metrics.JoinDuration.Enabled || Source.HasListeners() || logger.IsEnabled(LogLevel.Information)
            ? new Observation(this, logger, handler, handler.Join, links)
            : default;

    /// <summary>Records that a join was answered.</summary>
    /// <returns>Whether the channel was counted as active, because something listens. Pass it to <see cref="OnChannelEnded"/>.</returns>
    public bool OnJoinAnswered(ConnectionLogger logger, HandlerTags handler, Outcome outcome, in Observation observation)
    {
        if (outcome == Outcome.Ok)
        {
            // First, because listeners may throw, and OnChannelEnded always counts down.
            Interlocked.Increment(ref _channelCount);
        }

        TimeSpan elapsed = observation.Stop(outcome);
        if (_metrics.JoinDuration.Enabled)
        {
            _metrics.JoinDuration.Record(
                elapsed.TotalSeconds,
                new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Template),
                new KeyValuePair<string, object?>(TelemetryTags.Outcome, TelemetryTags.Of(outcome)));
        }

        if (outcome != Outcome.Ok)
        {
            OnJoinRejected(handler.Template, TelemetryTags.Of(outcome));
            if (logger.IsEnabled(LogLevel.Information) && _limiter.TryPass(Log.JoinRefusedId, handler.Name, out int suppressed))
            {
                Log.JoinRefused(logger, handler.Name, TelemetryTags.Of(outcome), elapsed.TotalMilliseconds, suppressed);
            }

            return false;
        }

        Log.Joined(logger, handler.Name, elapsed.TotalMilliseconds);
        bool isCounted = _metrics.ActiveChannels.Enabled;
        if (isCounted)
        {
            _metrics.ActiveChannels.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Template));
        }

        return isCounted;
    }

    /// <summary>Records that a joined channel has ended.</summary>
    public void OnChannelEnded(HandlerTags handler, bool hasCrashed, bool wasCounted)
    {
        Interlocked.Decrement(ref _channelCount);
        if (wasCounted)
        {
            _metrics.ActiveChannels.Add(-1, new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Template));
        }

        if (hasCrashed && _metrics.CrashedChannels.Enabled)
        {
            _metrics.CrashedChannels.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Template));
        }
    }

    /// <summary>Starts to measure a push. Its span is current until <see cref="Observation.Leave"/>.</summary>
    public Observation StartPush(
        ConnectionLogger logger, HandlerTags handler, ReadOnlySpan<byte> eventName, ActivityLink[]? links) =>
        _metrics.MessageDuration.Enabled || Source.HasListeners() || logger.IsEnabled(LogLevel.Debug)
            ? new Observation(this, logger, handler, handler.Find(eventName), links)
            : default;

    public void OnHandled(ConnectionLogger logger, HandlerTags handler, EventTag eventTag, Outcome outcome, TimeSpan elapsed)
    {
        if (_metrics.MessageDuration.Enabled)
        {
            _metrics.MessageDuration.Record(
                elapsed.TotalSeconds,
                new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Template),
                new KeyValuePair<string, object?>(TelemetryTags.Event, eventTag.Name),
                new KeyValuePair<string, object?>(TelemetryTags.Outcome, TelemetryTags.Of(outcome)));
        }

        if (logger.IsEnabled(LogLevel.Debug))
        {
            Log.Handled(logger, handler.Name, eventTag.Name, TelemetryTags.Of(outcome), elapsed.TotalMilliseconds);
        }
    }

    public void OnUnknownEvent(ConnectionLogger logger, HandlerTags handler, int nameLength)
    {
        Count(_metrics.UnknownEvents, handler);
        if (logger.IsEnabled(LogLevel.Warning) && _limiter.TryPass(Log.UnknownEventId, handler.Name, out int suppressed))
        {
            Log.UnknownEvent(logger, handler.Name, nameLength, suppressed);
        }
    }

    public void OnRateLimited(HandlerTags handler, EventTag eventTag)
    {
        if (_metrics.RateLimited.Enabled)
        {
            _metrics.RateLimited.Add(
                1,
                new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Template),
                new KeyValuePair<string, object?>(TelemetryTags.Event, eventTag.Name));
        }
    }

    public void OnUnreadablePayload(ConnectionLogger logger, HandlerTags handler, Exception exception)
    {
        Count(_metrics.UnreadablePayloads, handler);
        if (logger.IsEnabled(LogLevel.Warning) && _limiter.TryPass(Log.UnreadablePayloadId, handler.Name, out int suppressed))
        {
            Log.UnreadablePayload(logger, handler.Name, exception.Message, suppressed);
        }

        // A separate entry at level Trace, because the serializer's exception may quote the payload.
        Log.UnreadablePayloadDetails(logger, handler.Name, exception);
    }

    /// <summary>Records that a channel that was joined again did not end in time.</summary>
    public void OnPredecessorDidNotEnd(ConnectionLogger logger, HandlerTags handler)
    {
        if (logger.IsEnabled(LogLevel.Warning) && _limiter.TryPass(Log.PredecessorDidNotEndId, handler.Name, out int suppressed))
        {
            Log.PredecessorDidNotEnd(logger, handler.Name, suppressed);
        }
    }

    /// <summary>Records that a connection was closed because of a message that is too large.</summary>
    public void OnMessageTooLarge(int limit)
    {
        if (_logger.IsEnabled(LogLevel.Warning) && _limiter.TryPass(Log.MessageTooLargeId, "", out int suppressed))
        {
            Log.MessageTooLarge(_logger, limit, suppressed);
        }
    }

    /// <summary>Records a join of a topic that no channel serves.</summary>
    public void OnJoinUnmatched(ConnectionLogger logger)
    {
        const string Reason = "unmatched_topic";
        OnJoinRejected(TelemetryTags.Other, Reason);
        if (logger.IsEnabled(LogLevel.Warning) && _limiter.TryPass(Log.UnmatchedTopicId, "", out int suppressed))
        {
            Log.UnmatchedTopic(logger, suppressed);
        }
    }

    /// <summary>Records a join that exceeded the number of channels for one connection.</summary>
    public void OnTooManyChannels(ConnectionLogger logger, HandlerTags handler, int limit)
    {
        const string Reason = "too_many_channels";
        OnJoinRejected(handler.Template, Reason);
        if (logger.IsEnabled(LogLevel.Error) && _limiter.TryPass(Log.TooManyChannelsId, "", out int suppressed))
        {
            Log.TooManyChannels(logger, limit, suppressed);
        }
    }

    /// <summary>Records that the handler of a join threw.</summary>
    public void OnJoinCrashed(ConnectionLogger logger, HandlerTags handler, Exception exception)
    {
        if (logger.IsEnabled(LogLevel.Error) && _limiter.TryPass(Log.JoinCrashedId, handler.Name, out int suppressed))
        {
            Log.JoinCrashed(logger, handler.Name, suppressed, exception);
        }
    }

    /// <summary>Records that a handler threw, so that its channel crashes. The metric counts the channel when it ends.</summary>
    public void OnChannelCrashed(ConnectionLogger logger, HandlerTags handler, Exception exception)
    {
        if (logger.IsEnabled(LogLevel.Error) && _limiter.TryPass(Log.ChannelCrashedId, handler.Name, out int suppressed))
        {
            Log.ChannelCrashed(logger, handler.Name, suppressed, exception);
        }
    }

    /// <summary>Records that reading waits, because the mailbox of a channel is full or another join of its topic waits.</summary>
    public void OnReadingWaits(HandlerTags handler) => Count(_metrics.FullMailboxes, handler);

    /// <summary>Records that a channel crashes because too many broadcasts wait for it.</summary>
    public void OnMailboxFull(ConnectionLogger logger, HandlerTags handler)
    {
        Count(_metrics.FullMailboxes, handler);
        if (logger.IsEnabled(LogLevel.Error) && _limiter.TryPass(Log.MailboxFullId, handler.Name, out int suppressed))
        {
            Log.MailboxFull(logger, handler.Name, suppressed);
        }
    }

    /// <summary>Records that a message was answered with <c>unmatched topic</c>.</summary>
    public void OnUnmatchedTopic()
    {
        if (_metrics.UnmatchedTopics.Enabled)
        {
            _metrics.UnmatchedTopics.Add(1);
        }
    }

    private static void Count(Counter<long> counter, HandlerTags handler)
    {
        if (counter.Enabled)
        {
            counter.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Template, handler.Template));
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
