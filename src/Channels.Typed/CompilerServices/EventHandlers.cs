using System.ComponentModel;
using System.Threading.Channels;

namespace Channels.Typed.CompilerServices;

/// <summary>
/// Converts other ways to receive an event to asynchronous handlers. Works for all implementations of a generated client's interface.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EventHandlers
{
    /// <summary>Converts a synchronous handler to an asynchronous one.</summary>
    /// <param name="handler">The handler.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>The asynchronous handler.</returns>
    public static Func<T, ValueTask> FromAction<T>(Action<T> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return payload =>
        {
            handler(payload);
            return default;
        };
    }

    /// <summary>Converts a synchronous handler of an event without payload to an asynchronous one.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>The asynchronous handler.</returns>
    public static Func<ValueTask> FromAction(Action handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return () =>
        {
            handler();
            return default;
        };
    }

    /// <summary>Reads payloads as a stream with its own buffer, from the first <c>MoveNextAsync</c> on.</summary>
    /// <param name="subscribe">Adds a handler.</param>
    /// <param name="closed">Ends the stream when it completes.</param>
    /// <param name="capacity">How many payloads the buffer holds.</param>
    /// <param name="fullMode">What happens to a payload when the buffer is full.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>The stream.</returns>
    public static IAsyncEnumerable<T> ReadAllAsync<T>(
        Func<Func<T, ValueTask>, IDisposable> subscribe,
        Task closed,
        int capacity,
        BoundedChannelFullMode fullMode,
        CancellationToken cancellationToken) =>
        SubscriptionStream.ReadAsync(subscribe, closed, capacity, fullMode, cancellationToken);
}
