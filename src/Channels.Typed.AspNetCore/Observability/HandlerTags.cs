using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>A handler as telemetry names it: its topic template and its declared events. Immutable.</summary>
internal sealed class HandlerTags
{
    private readonly EventName[] _events;
    private readonly EventTag[] _tags;

    public HandlerTags(string name, string template, EventName[] events)
    {
        Name = name;
        Template = template;
        Join = new EventTag(template, System.Text.Encoding.UTF8.GetString(PhoenixEvents.Join));
        Other = new EventTag(template, TelemetryTags.Other);
        _events = events;
        _tags = Array.ConvertAll(events, declared => new EventTag(template, declared.Name));
    }

    /// <summary>Gets the name of the handler, as it is in log entries.</summary>
    public string Name { get; }

    public string Template { get; }

    public EventTag Join { get; }

    public EventTag Other { get; }

    /// <summary>Finds the tag of an event that a client sent; what the contract does not have is one and the same.</summary>
    public EventTag Find(ReadOnlySpan<byte> eventName)
    {
        // Contracts have a handful of events, and a comparison of spans begins with their lengths.
        for (int i = 0; i < _events.Length; i++)
        {
            if (_events[i].Utf8.SequenceEqual(eventName))
            {
                return _tags[i];
            }
        }

        return Other;
    }
}
