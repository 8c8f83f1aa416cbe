using System.Threading.Channels;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Tests.Shared;

/// <summary>What the extensions of generated clients make of an event's handlers, for tests that have no generated client.</summary>
internal static class EventSourceExtensions
{
    public static IDisposable Add<T>(this EventSource<T> source, Action<T> handler) => source.Add(EventHandlers.FromAction(handler));

    public static IAsyncEnumerable<T> ReadAllAsync<T>(
        this EventSource<T> source, Task closed, int capacity, BoundedChannelFullMode fullMode, CancellationToken cancellationToken = default) =>
        EventHandlers.ReadAllAsync<T>(source.Add, closed, capacity, fullMode, cancellationToken);
}
