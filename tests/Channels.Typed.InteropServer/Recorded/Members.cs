using System.Collections.Concurrent;
using Channels.Typed.AspNetCore;

namespace Channels.Typed.InteropServer.Recorded;

/// <summary>
/// The number of members of each topic. Phoenix encodes a broadcast only if it has subscribers, so without subscribers a payload that
/// cannot be encoded has no effect. This library always refuses such a payload, so the application checks first. Thread-safe.
/// </summary>
internal sealed class Members
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Add(string topic) => _counts.AddOrUpdate(topic, 1, static (_, count) => count + 1);

    public void Remove(string topic) => _counts.AddOrUpdate(topic, 0, static (_, count) => count - 1);

    /// <summary>Whether Phoenix would not notice a payload that cannot be broadcast.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="topic">The topic of the broadcast.</param>
    /// <param name="without">The number of members of the topic that do not get the broadcast.</param>
    public bool IsUnnoticed(ChannelPayload payload, string topic, int without) =>
        !payload.IsObject && !payload.IsBinary && _counts.GetValueOrDefault(topic) <= without;
}
