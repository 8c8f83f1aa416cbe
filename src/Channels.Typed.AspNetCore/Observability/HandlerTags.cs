using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Observability;

/// <summary>The names of one handler in telemetry: its name, its topic template and its declared events. Immutable.</summary>
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

    /// <summary>Gets the name of the handler in log entries.</summary>
    public string Name { get; }

    public string Template { get; }

    public EventTag Join { get; }

    public EventTag Other { get; }

    /// <summary>
    /// Finds the tag of an event that a client sent. All events that the contract does not declare share the tag <see cref="Other"/>.
    /// </summary>
    public EventTag Find(ReadOnlySpan<byte> eventName)
    {
        // A linear search is fast enough: contracts have few events, and SequenceEqual compares the lengths first.
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
