using System.Collections.Concurrent;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>The transport memory of one test.</summary>
internal sealed class TestTransportMemory : ITransportMemory
{
    public ConcurrentDictionary<Uri, DateTimeOffset> Entries { get; } = new();

    public DateTimeOffset? Recall(Uri endpoint) => Entries.TryGetValue(endpoint, out DateTimeOffset until) ? until : null;

    public void Remember(Uri endpoint, DateTimeOffset? until)
    {
        if (until is { } time)
        {
            Entries[endpoint] = time;
        }
        else
        {
            _ = Entries.TryRemove(endpoint, out _);
        }
    }
}
