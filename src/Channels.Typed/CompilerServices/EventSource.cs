using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.CompilerServices;

/// <summary>One event of a generated client. Reads each payload once and passes it to all handlers.</summary>
/// <typeparam name="T">The payload's type.</typeparam>
/// <param name="channel">The channel.</param>
/// <param name="eventName">The event.</param>
/// <param name="typeInfo">The JSON metadata that reads the payload.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventSource<T>(IClientChannel channel, EventName eventName, JsonTypeInfo<T> typeInfo)
{
    private readonly object _lock = new();

    // The array is replaced and never changed, so a delivery works on a snapshot.
    private Func<T, ValueTask>[] _handlers = [];
    private IDisposable? _subscription;

    /// <summary>Adds a handler.</summary>
    /// <param name="handler">
    /// Called with each payload. The handlers of a channel run one at a time, in the order in which events arrive.
    /// </param>
    /// <returns>Dispose it to remove the handler.</returns>
    public IDisposable Add(Func<T, ValueTask> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        // Each call creates a new delegate, so that a handler that is added twice is removed once by each Dispose.
        ValueTask Entry(T payload) => handler(payload);
        Func<T, ValueTask> entry = Entry;
        lock (_lock)
        {
            _handlers = [.. _handlers, entry];
            _subscription ??= channel.OnEvent(eventName, DeliverAsync);
        }

        return new Removal(this, entry);
    }

    private async ValueTask DeliverAsync(ChannelPayload raw)
    {
        T payload = Read(raw);
        Exception? failure = null;
        foreach (Func<T, ValueTask> handler in Volatile.Read(ref _handlers))
        {
            // A handler may be disposed while an earlier one runs.
            if (Array.IndexOf(Volatile.Read(ref _handlers), handler) < 0)
            {
                continue;
            }

            try
            {
                // The next handler runs on the context of the application too, if it has set one. Otherwise there is no context here.
                await handler(payload).ConfigureAwait(true);
            }
            catch (Exception e)
            {
                // The other handlers still get the event. The channel logs the exception.
                failure ??= e;
            }
        }

        if (failure is not null)
        {
            throw new InvalidOperationException($"A handler of event '{eventName}' on topic '{channel.Topic}' failed.", failure);
        }
    }

    private T Read(ChannelPayload raw)
    {
        try
        {
            return Payload<T>.Read(raw.Bytes, raw.IsBinary, typeInfo);
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"The payload of event '{eventName}' on topic '{channel.Topic}' is not a {typeof(T)}.", e);
        }
    }

    private void Remove(Func<T, ValueTask> entry)
    {
        lock (_lock)
        {
            _handlers = Array.FindAll(_handlers, other => other != entry);
            if (_handlers.Length == 0)
            {
                _subscription?.Dispose();
                _subscription = null;
            }
        }
    }

    private sealed class Removal(EventSource<T> source, Func<T, ValueTask> entry) : IDisposable
    {
        public void Dispose() => source.Remove(entry);
    }
}
