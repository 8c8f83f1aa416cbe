using System.Collections.Concurrent;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore.Untyped;

/// <summary>The event names of untyped code. Each is encoded once.</summary>
internal static class EventNames
{
    // Names may come from data, so the number of kept names is bounded.
    private const int MostKept = 1024;

    private static readonly ConcurrentDictionary<string, EventName> s_kept = new(StringComparer.Ordinal);
    private static int s_count;

    /// <exception cref="ArgumentException">The name is empty or starts with <c>phx_</c>.</exception>
    public static EventName Get(string name)
    {
        if (s_kept.TryGetValue(name, out EventName? kept))
        {
            return kept;
        }

        var created = new EventName(name);
        if (Volatile.Read(ref s_count) < MostKept && s_kept.TryAdd(name, created))
        {
            Interlocked.Increment(ref s_count);
        }

        return created;
    }
}
