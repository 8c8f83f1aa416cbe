using System.Diagnostics;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>The telemetry of one join or push while it is handled: its duration and its span. The default value measures nothing.</summary>
internal readonly struct Observation
{
    private readonly ServerTelemetry? _telemetry;
    private readonly ConnectionLogger? _logger;
    private readonly HandlerTags? _handler;
    private readonly EventTag? _event;
    private readonly Activity? _span;
    private readonly Activity? _previous;
    private readonly long _started;

    public Observation(
        ServerTelemetry telemetry, ConnectionLogger logger, HandlerTags handler, EventTag eventTag, ActivityLink[]? links)
    {
        _telemetry = telemetry;
        _logger = logger;
        _handler = handler;
        _event = eventTag;
        _started = telemetry.Time.GetTimestamp();
        if (telemetry.Source.HasListeners())
        {
            // Otherwise the current activity, the connection's request, would become the parent. A connection can last for days, longer
            // than the span of its request, so the span gets a link to the request instead.
            _previous = Activity.Current;
            Activity.Current = null;
            _span = telemetry.Source.StartActivity(
                eventTag.SpanName, ActivityKind.Server, default(ActivityContext), eventTag.SpanTags, links);
            if (_span is null)
            {
                Restore();
            }
            else if (_span.IsAllDataRequested)
            {
                _span.SetTag(TelemetryTags.ConnectionId, logger.Id);
            }
        }
    }

    /// <summary>Gets a value indicating whether anything is measured.</summary>
    public bool IsActive => _telemetry is not null;

    /// <summary>
    /// Makes the activity current again that was current before the span, on the calling thread. Asynchronous work that the handler has
    /// started keeps the span.
    /// </summary>
    public void Leave()
    {
        if (_span is not null)
        {
            Restore();
        }
    }

    /// <summary>Completes the observation of a push: ends the span and records the time.</summary>
    public void CompletePush(Outcome outcome) =>
        _telemetry?.OnHandled(_logger!, _handler!, _event!, outcome, Stop(outcome)); // All are set if _telemetry is.

    /// <summary>Marks the span as failed, with the type of the exception. Its message is not recorded.</summary>
    public void Fail(Exception exception) =>
        _span?.SetStatus(ActivityStatusCode.Error).SetTag(TelemetryTags.ErrorType, exception.GetType().FullName);

    /// <summary>Ends the span and returns the duration.</summary>
    public TimeSpan Stop(Outcome outcome)
    {
        if (_telemetry is null)
        {
            return default;
        }

        if (_span is not null)
        {
            _span.SetTag(TelemetryTags.Outcome, TelemetryTags.Of(outcome)).Stop();
            Restore();
        }

        return _telemetry.Time.GetElapsedTime(_started);
    }

    private void Restore() => Activity.Current = _previous is { IsStopped: true } ? null : _previous;
}
