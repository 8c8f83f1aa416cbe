using System.Collections.Concurrent;
using Channels.Typed.AspNetCore;

namespace Channels.Typed.InteropServer.Recorded;

/// <summary>
/// Who has joined which topic. Phoenix puts a broadcast into words only for those who listen, so a payload that cannot be broadcast harms nobody
/// where nobody does; this library refuses it always, and so the application asks first. Safe for use from several threads.
/// </summary>
internal sealed class Audience
{
    private readonly ConcurrentDictionary<string, int> _members = new(StringComparer.Ordinal);

    public void Add(string topic) => _members.AddOrUpdate(topic, 1, static (_, count) => count + 1);

    public void Remove(string topic) => _members.AddOrUpdate(topic, 0, static (_, count) => count - 1);

    /// <summary>Whether Phoenix would not notice a payload that cannot be broadcast.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="topic">Where it goes.</param>
    /// <param name="without">How many of the topic's members do not count, as they do not get it.</param>
    public bool IsUnheard(ChannelPayload payload, string topic, int without) =>
        !payload.IsObject && !payload.IsBinary && _members.GetValueOrDefault(topic) <= without;
}
