using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.Protocol;

namespace Channels.Typed.CompilerServices;

/// <summary>Where generated publishers send events: a topic, or a joined channel of the server.</summary>
/// <remarks>Safe for use from several threads.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EventTarget
{
    /// <summary>Sends an event.</summary>
    /// <param name="scope">Whom to.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="typeInfo">How to write the payload.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>A task that completes when the event is handed over; it says nothing of its arrival.</returns>
    /// <exception cref="InvalidOperationException">
    /// The payload is neither a JSON object nor bytes, or the target cannot send now, as in a join.
    /// </exception>
    public ValueTask SendAsync<T>(EventScope scope, EventName eventName, T payload, JsonTypeInfo<T> typeInfo)
    {
        if (Payload<T>.IsBytes)
        {
            return SendBinary(scope, eventName, Payload<T>.ToBytes(payload).Span);
        }

        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            Start(buffer, scope, eventName);
            int payloadOffset = buffer.Length;
            buffer.WriteJson(payload, typeInfo);
            if (buffer.Written[payloadOffset] != (byte)'{')
            {
                throw NotAnObject(eventName, typeof(T));
            }

            return Send(buffer, scope, eventName, payloadOffset);
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Sends an event whose payload is <c>{}</c>.</summary>
    /// <param name="scope">Whom to.</param>
    /// <param name="eventName">The event.</param>
    /// <returns>A task that completes when the event is handed over; it says nothing of its arrival.</returns>
    /// <exception cref="InvalidOperationException">The target cannot send now, as in a join.</exception>
    public ValueTask SendAsync(EventScope scope, EventName eventName)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            Start(buffer, scope, eventName);
            int payloadOffset = buffer.Length;
            buffer.Write("{}"u8);
            return Send(buffer, scope, eventName, payloadOffset);
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Writes the frame up to the payload.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="scope">Whom the event is sent to.</param>
    /// <param name="eventName">The event.</param>
    protected abstract void Start(FrameBuffer buffer, EventScope scope, EventName eventName);

    /// <summary>Ends the frame after its payload and sends it. The buffer may not be kept.</summary>
    /// <param name="buffer">The frame up to and with the payload.</param>
    /// <param name="scope">Whom to.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="payloadOffset">Where in the frame the payload begins.</param>
    /// <returns>A task that completes when the event is handed over.</returns>
    protected abstract ValueTask Send(FrameBuffer buffer, EventScope scope, EventName eventName, int payloadOffset);

    /// <summary>Sends an event whose payload is bytes, which stay the caller's.</summary>
    /// <param name="scope">Whom to.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>A task that completes when the event is handed over.</returns>
    protected abstract ValueTask SendBinary(EventScope scope, EventName eventName, ReadOnlySpan<byte> payload);

    private static InvalidOperationException NotAnObject(EventName eventName, Type type) =>
        new($"The payload of event '{eventName}' ({type}) is not a JSON object, which the protocol asks of pushes and broadcasts. Wrap it in a record.");
}
