using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.Protocol;

namespace Channels.Typed.CompilerServices;

/// <summary>The target to which generated publishers send events: a topic, or a joined channel of the server.</summary>
/// <remarks>Safe for use from several threads.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EventTarget
{
    /// <summary>Sends an event.</summary>
    /// <param name="scope">The receivers.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="typeInfo">The JSON metadata that writes the payload.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>A task that completes when the event is queued for sending. It does not wait until the event arrives.</returns>
    /// <exception cref="InvalidOperationException">
    /// The payload is neither a JSON object nor bytes, or the target cannot send now, for example during the join.
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
    /// <param name="scope">The receivers.</param>
    /// <param name="eventName">The event.</param>
    /// <returns>A task that completes when the event is queued for sending. It does not wait until the event arrives.</returns>
    /// <exception cref="InvalidOperationException">The target cannot send now, for example during the join.</exception>
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

    /// <summary>Writes the part of the frame before the payload.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="scope">The receivers.</param>
    /// <param name="eventName">The event.</param>
    protected abstract void Start(FrameBuffer buffer, EventScope scope, EventName eventName);

    /// <summary>Writes the part of the frame after the payload, and sends the frame.</summary>
    /// <param name="buffer">The frame up to the end of the payload. It must not be used after the method returns.</param>
    /// <param name="scope">The receivers.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="payloadOffset">The offset of the payload in the frame.</param>
    /// <returns>A task that completes when the event is queued for sending.</returns>
    protected abstract ValueTask Send(FrameBuffer buffer, EventScope scope, EventName eventName, int payloadOffset);

    /// <summary>Sends an event whose payload is bytes. The target does not keep the bytes.</summary>
    /// <param name="scope">The receivers.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>A task that completes when the event is queued for sending.</returns>
    protected abstract ValueTask SendBinary(EventScope scope, EventName eventName, ReadOnlySpan<byte> payload);

    private static InvalidOperationException NotAnObject(EventName eventName, Type type) =>
        new($"The payload of event '{eventName}' ({type}) is not a JSON object. The protocol requires one. Wrap the payload in a record.");
}
