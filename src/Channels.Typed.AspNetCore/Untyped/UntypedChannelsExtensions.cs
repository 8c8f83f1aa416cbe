using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Untyped;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore;

/// <summary>Sends events without a contract.</summary>
public static class UntypedChannelsExtensions
{
    private static readonly JsonTypeInfo<ReadOnlyMemory<byte>> Bytes = PayloadJson.Get<ReadOnlyMemory<byte>>(null);

    /// <summary>Sends an event to all subscribers of a topic, from anywhere on the server.</summary>
    /// <param name="channels">The server's channels.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="eventName">The event. It must not be empty or start with <c>phx_</c>.</param>
    /// <param name="payload">A JSON object or bytes. The default is <c>{}</c>.</param>
    /// <returns>A task that completes when the event has been sent. It does not mean that a client has received it.</returns>
    /// <exception cref="ArgumentException">The event's name is empty or starts with <c>phx_</c>.</exception>
    /// <exception cref="InvalidOperationException">The payload is neither a JSON object nor bytes.</exception>
    public static ValueTask BroadcastAsync(this IChannels channels, string topic, string eventName, ChannelPayload payload = default)
    {
        EventTarget target = channels.Topic(topic);
        EventName name = EventNames.Get(eventName);
        return payload.IsBinary
            ? target.SendAsync(EventScope.Broadcast, name, payload.Bytes, Bytes)
            : target.SendAsync(EventScope.Broadcast, name, payload, ChannelPayloadConverter.Info);
    }
}
