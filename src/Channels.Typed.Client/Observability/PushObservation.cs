using System.Diagnostics;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Observability;

/// <summary>The telemetry of one push, from the call to its end. <c>Stop</c> is called once.</summary>
internal readonly struct PushObservation(ChannelTelemetry channel, string eventName, Activity? span, long started)
{
    /// <summary>The reply came, or the message without a reply is written.</summary>
    public void Stop(ReplyFrame reply) => Stop(TelemetryTags.OutcomeOf(reply.Status));

    /// <summary>The push failed. The exception's message is not recorded, because it contains the topic.</summary>
    public void Stop(Exception exception)
    {
        string outcome = TelemetryTags.OutcomeOf(exception);
        if (outcome != TelemetryTags.Canceled)
        {
            _ = span?.SetStatus(ActivityStatusCode.Error).SetTag(TelemetryTags.ErrorType, exception.GetType().FullName);
        }

        Stop(outcome);
    }

    private void Stop(string outcome)
    {
        span?.SetTag(TelemetryTags.Outcome, outcome).Stop();
        if (channel.Client.Metrics.PushDuration.Enabled)
        {
            channel.Client.Metrics.PushDuration.RecordGuarded(
                channel.Client.ElapsedSince(started),
                new KeyValuePair<string, object?>(TelemetryTags.Template, channel.Template),
                new KeyValuePair<string, object?>(TelemetryTags.Event, eventName),
                new KeyValuePair<string, object?>(TelemetryTags.Outcome, outcome));
        }
    }
}
