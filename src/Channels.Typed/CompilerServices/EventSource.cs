using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.CompilerServices;

/// <summary>One event of a generated client. The channel reads each payload once with it, for all handlers.</summary>
/// <typeparam name="T">The payload's type.</typeparam>
/// <param name="channel">The channel.</param>
/// <param name="eventName">The event.</param>
/// <param name="typeInfo">The JSON metadata that reads the payload.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventSource<T>(IClientChannel channel, EventName eventName, JsonTypeInfo<T> typeInfo) : IEventReader
{
    // The payload of the event that is being delivered. A channel delivers one event at a time.
    private T? _payload;

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

        return channel.OnEvent(eventName, this, () => handler(_payload!), handler.Target as IEventStream);
    }

    /// <inheritdoc/>
    void IEventReader.Read(ChannelPayload payload)
    {
        try
        {
            _payload = Payload<T>.Read(payload.Bytes, payload.IsBinary, typeInfo);
        }
        catch (Exception e)
        {
            // Also what a constructor or converter of the application throws.
            throw new InvalidOperationException($"The payload of event '{eventName}' on topic '{channel.Topic}' is not a {typeof(T)}.", e);
        }
    }

    /// <inheritdoc/>
    void IEventReader.Clear() => _payload = default;
}
