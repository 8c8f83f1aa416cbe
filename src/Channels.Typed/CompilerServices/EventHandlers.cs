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

    /// <summary>Converts a handler that returns a <see cref="Task"/>.</summary>
    /// <param name="handler">The handler.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>The same handler with another type of task.</returns>
    public static Func<T, ValueTask> FromTask<T>(Func<T, Task> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return payload => new ValueTask(handler(payload));
    }

    /// <summary>Converts a handler of an event without payload that returns a <see cref="Task"/>.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>The same handler with another type of task.</returns>
    public static Func<ValueTask> FromTask(Func<Task> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return () => new ValueTask(handler());
    }

    /// <summary>Converts a handler of an event without payload to one that gets <see cref="Empty"/>.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>The handler with a payload. If it was the handler of a stream, it still is.</returns>
    public static Func<Empty, ValueTask> WithPayload(Func<ValueTask> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return handler.Target is EventStream<Empty> stream ? stream.WriteAsync : _ => handler();
    }

    /// <summary>Converts a handler that gets <see cref="Empty"/> to one of an event without payload.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>The handler without payload. If it was the handler of a stream, it still is.</returns>
    public static Func<ValueTask> WithoutPayload(Func<Empty, ValueTask> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        return handler.Target is EventStream<Empty> stream ? stream.WriteDefaultAsync : () => handler(default);
    }

    /// <summary>Makes a stream of payloads with its own buffer. It is subscribed when this method returns.</summary>
    /// <param name="subscribe">Adds a handler.</param>
    /// <param name="closed">Ends the stream when it completes.</param>
    /// <param name="capacity">How many payloads the buffer holds.</param>
    /// <param name="fullMode">What happens to a payload when the buffer is full.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>The stream.</returns>
    public static EventStream<T> ReadAllAsync<T>(
        Func<Func<T, ValueTask>, IDisposable> subscribe,
        Task closed,
        int capacity,
        BoundedChannelFullMode fullMode,
        CancellationToken cancellationToken) =>
        new(subscribe, closed, capacity, fullMode, cancellationToken);
}
