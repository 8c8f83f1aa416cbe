using System.Text;

namespace Channels.Typed;

/// <summary>
/// The server sent an error reply to a join or push. It does not have the type that the contract declares, or the contract declares none.
/// </summary>
/// <param name="topic">The channel's topic.</param>
/// <param name="eventName">The event; <c>phx_join</c> for a join.</param>
/// <param name="payload">The payload of the error reply, unchanged: UTF-8 JSON.</param>
/// <param name="innerException">Why the payload does not have the declared type, if the contract declares one.</param>
public sealed class PushRejectedException(string topic, string eventName, ReadOnlyMemory<byte> payload, Exception? innerException = null)
    : ChannelException(
        ChannelErrorReason.Rejected,
        innerException is null
            ? $"The server replied to '{eventName}' on topic '{topic}' with an error, and the contract declares none. "
                + "Read it from Payload, or declare it with Reply<TOk, TError>."
            : $"The server replied to '{eventName}' on topic '{topic}' with an error that does not have the declared type: "
                + $"{innerException.Message} Client and server must use the same contract. Payload has the error.",
        innerException)
{
    /// <summary>Gets the channel's topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>Gets the event; <c>phx_join</c> for a join.</summary>
    public string EventName { get; } = eventName;

    /// <summary>Gets the payload of the error reply, unchanged: UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>Gets the payload of the error reply as text.</summary>
    /// <returns>The JSON that the server sent.</returns>
    public string GetPayloadText() => Encoding.UTF8.GetString(Payload.ToArray());
}
