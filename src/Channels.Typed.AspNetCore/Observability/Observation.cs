using System.Diagnostics;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>One join or push while it is handled: its time and its span. The default is what nobody watches, and costs nothing.</summary>
internal readonly struct Observation
{
    private readonly ServerTelemetry? _telemetry;
    private readonly HandlerTags? _handler;
    private readonly EventTag? _event;
    private readonly Activity? _span;
    private readonly Activity? _previous;
    private readonly long _started;

    public Observation(ServerTelemetry telemetry, HandlerTags handler, EventTag eventTag, ActivityLink[]? links)
    {
        _telemetry = telemetry;
        _handler = handler;
        _event = eventTag;
        _started = telemetry.Time.GetTimestamp();
        if (telemetry.Source.HasListeners())
        {
            // What is current would become the parent. A connection lives for days and its request's span has long ended, so it is a link.
            _previous = Activity.Current;
            Activity.Current = null;
            _span = telemetry.Source.StartActivity(eventTag.SpanName, ActivityKind.Server, default(ActivityContext), eventTag.SpanTags, links);
            if (_span is null)
            {
                Restore();
            }
        }
    }

    /// <summary>Gets a value indicating whether anything is measured.</summary>
    public bool IsActive => _telemetry is not null;

    /// <summary>Takes the span off the caller's thread. Whatever the handler has begun keeps it.</summary>
    public void Leave()
    {
        if (_span is not null)
        {
            Restore();
        }
    }

    /// <summary>Completes the observation of a push: ends the span and records the time.</summary>
    public void CompletePush(Outcome outcome) => _telemetry?.OnHandled(_handler!, _event!, outcome, Stop(outcome)); // Set together with it.

    /// <summary>Marks the span as failed, with the kind of the exception and nothing of its text.</summary>
    public void Fail(Exception exception) =>
        _span?.SetStatus(ActivityStatusCode.Error).SetTag(TelemetryTags.ErrorType, exception.GetType().FullName);

    /// <summary>Ends the span and tells the time.</summary>
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
