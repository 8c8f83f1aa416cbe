using System.Threading.Channels;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Tests.Shared;

/// <summary>The extensions that generated clients have for events, for tests without a generated client.</summary>
internal static class EventSourceExtensions
{
    public static IDisposable Add<T>(this EventSource<T> source, Action<T> handler) => source.Add(EventHandlers.FromAction(handler));

    public static EventStream<T> ReadAllAsync<T>(
        this EventSource<T> source,
        Task closed,
        int capacity,
        BoundedChannelFullMode fullMode,
        CancellationToken cancellationToken = default) =>
        EventHandlers.ReadAllAsync<T>(source.Add, closed, capacity, fullMode, cancellationToken);
}
