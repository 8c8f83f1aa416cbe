using System.Diagnostics;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Observability;

/// <summary>
/// The telemetry of one channel: its joins, pushes and events, tagged with the topic pattern of its contract if it has one.
/// </summary>
internal sealed class ChannelTelemetry(ClientTelemetry client, string? template)
{
    // Needs the socket's lock.
    private bool _isCounted;

    /// <summary>Gets the value of the tag for the topic pattern.</summary>
    public string Template { get; } = template ?? TelemetryTags.Other;

    public ClientTelemetry Client => client;

    public bool IsPushWatched => client.Metrics.PushDuration.Enabled || ClientTelemetry.Source.HasListeners();

    /// <summary>A push begins. Its span is the current one until the caller's async method returns.</summary>
    public PushObservation StartPush(EventName eventName)
    {
        // Without a contract the number of event names is not bounded, so the name is not recorded.
        string tag = template is null ? TelemetryTags.Other : eventName.Name;
        long started = client.Time.GetTimestamp();
        Activity? span = null;
        if (ClientTelemetry.Source.HasListeners())
        {
            span = ClientTelemetry.Source.StartActivity($"{Template} {tag}", ActivityKind.Client)?
                .SetTag(TelemetryTags.Template, Template)
                .SetTag(TelemetryTags.Event, tag);
        }

        return new PushObservation(this, tag, span, started);
    }

    /// <summary>The channel is joined. Needs the socket's lock.</summary>
    public void OnJoined()
    {
        _isCounted = client.Metrics.ActiveChannels.Enabled;
        if (_isCounted)
        {
            client.Metrics.ActiveChannels.AddGuarded(1, new KeyValuePair<string, object?>(TelemetryTags.Template, Template));
        }
    }

    /// <summary>The channel is not joined any more. Needs the socket's lock.</summary>
    public void OnNotJoined()
    {
        if (_isCounted)
        {
            _isCounted = false;
            client.Metrics.ActiveChannels.AddGuarded(-1, new KeyValuePair<string, object?>(TelemetryTags.Template, Template));
        }
    }

    /// <summary>Gets the start time for <see cref="OnJoinEnded"/>; 0 if joins are not measured.</summary>
    public long StartJoin() => client.StartOf(client.Metrics.JoinDuration);

    public void OnJoinEnded(long started, string outcome)
    {
        if (started != 0)
        {
            client.Metrics.JoinDuration.RecordGuarded(
                client.ElapsedSince(started),
                new KeyValuePair<string, object?>(TelemetryTags.Template, Template),
                new KeyValuePair<string, object?>(TelemetryTags.Outcome, outcome));
        }
    }

    public void OnEventDropped(string reason)
    {
        if (client.Metrics.DroppedEvents.Enabled)
        {
            client.Metrics.DroppedEvents.AddGuarded(
                1,
                new KeyValuePair<string, object?>(TelemetryTags.Template, Template),
                new KeyValuePair<string, object?>(TelemetryTags.Reason, reason));
        }
    }
}
