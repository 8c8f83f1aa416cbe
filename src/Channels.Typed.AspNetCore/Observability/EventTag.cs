namespace Channels.Typed.AspNetCore.Observability;

/// <summary>
/// The names of one event in telemetry. Created once for each event of a contract, so that a measurement allocates no strings. Immutable.
/// </summary>
internal sealed class EventTag(string template, string name)
{
    public string Name { get; } = name;

    public string SpanName { get; } = $"{template} {name}";

    /// <summary>Gets the tags that a span is created with, so that samplers can use them.</summary>
    public KeyValuePair<string, object?>[] SpanTags { get; } = [new(TelemetryTags.Template, template), new(TelemetryTags.Event, name)];
}
