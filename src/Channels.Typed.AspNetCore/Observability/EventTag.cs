namespace Channels.Typed.AspNetCore.Observability;

/// <summary>An event of a handler's contract as telemetry names it, made once so that a measurement makes no strings. Immutable.</summary>
internal sealed class EventTag(string template, string name)
{
    public string Name { get; } = name;

    public string SpanName { get; } = $"{template} {name}";

    /// <summary>Gets the tags that a span begins with, so that samplers see them.</summary>
    public KeyValuePair<string, object?>[] SpanTags { get; } = [new(TelemetryTags.Template, template), new(TelemetryTags.Event, name)];
}
