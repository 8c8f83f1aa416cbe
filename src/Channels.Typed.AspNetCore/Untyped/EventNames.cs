using System.Collections.Concurrent;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore.Untyped;

/// <summary>Event names that untyped code sends, so that each is encoded once.</summary>
internal static class EventNames
{
    // Names may come from data, so the memory for them has an end.
    private const int MostKept = 1024;

    private static readonly ConcurrentDictionary<string, EventName> s_kept = new(StringComparer.Ordinal);
    private static int s_count;

    /// <exception cref="ArgumentException">The name is empty or begins with <c>phx_</c>.</exception>
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
