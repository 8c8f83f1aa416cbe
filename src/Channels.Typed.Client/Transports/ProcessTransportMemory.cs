using System.Collections.Concurrent;

namespace Channels.Typed.Client.Transports;

/// <summary>The default memory. All sockets of the process share it.</summary>
internal sealed class ProcessTransportMemory : ITransportMemory
{
    private readonly ConcurrentDictionary<Uri, DateTimeOffset> _untils = new();

    public static ProcessTransportMemory Instance { get; } = new();

    public DateTimeOffset? Recall(Uri endpoint) => _untils.TryGetValue(endpoint, out DateTimeOffset until) ? until : null;

    public void Remember(Uri endpoint, DateTimeOffset? until)
    {
        if (until is { } time)
        {
            _untils[endpoint] = time;
        }
        else
        {
            _ = _untils.TryRemove(endpoint, out _);
        }
    }
}
