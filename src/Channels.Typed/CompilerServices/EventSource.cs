using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.CompilerServices;

/// <summary>One event of a generated client: decodes each payload once and hands it to all handlers.</summary>
/// <typeparam name="T">The payload's type.</typeparam>
/// <param name="channel">The channel.</param>
/// <param name="eventName">The event.</param>
/// <param name="typeInfo">How to read the payload.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventSource<T>(IClientChannel channel, EventName eventName, JsonTypeInfo<T> typeInfo)
{
    private readonly object _lock = new();

    // Replaced, never changed, so that a delivery works on a snapshot.
    private Func<T, ValueTask>[] _handlers = [];
    private IDisposable? _subscription;

    /// <summary>Adds a handler.</summary>
    /// <param name="handler">Called with each payload; handlers of a channel run one at a time, in wire order.</param>
    /// <returns>Disposing it removes the handler.</returns>
    public IDisposable Add(Func<T, ValueTask> handler)
    {
        if (handler is null)
        {
            throw new ArgumentNullException(nameof(handler));
        }

        // A delegate of its own for each call, so that adding one handler twice removes the right one.
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
            try
            {
                await handler(payload).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // The others still get theirs; the channel logs it.
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
