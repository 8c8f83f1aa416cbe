using System.Text;

namespace Channels.Typed;

/// <summary>The server answered a join or push with status <c>error</c>, and the contract declares no refusal that fits.</summary>
/// <param name="topic">The channel's topic.</param>
/// <param name="eventName">The event that was refused; <c>phx_join</c> for a join.</param>
/// <param name="payload">The refusal as it came: UTF-8 JSON.</param>
/// <param name="innerException">Why the payload did not fit the declared refusal, if there is one.</param>
public sealed class PushRejectedException(string topic, string eventName, ReadOnlyMemory<byte> payload, Exception? innerException = null)
    : ChannelException(
        ChannelErrorReason.Rejected,
        $"The server refused '{eventName}' on topic '{topic}'. Payload holds its answer; declare it with Reply<TOk, TError> to get it typed.",
        innerException)
{
    /// <summary>Gets the channel's topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>Gets the event that was refused.</summary>
    public string EventName { get; } = eventName;

    /// <summary>Gets the refusal as it came: UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>Gets the refusal as text.</summary>
    /// <returns>The JSON that the server sent.</returns>
    public string GetPayloadText() => Encoding.UTF8.GetString(Payload.ToArray());
}
