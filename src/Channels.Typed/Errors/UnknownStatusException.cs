namespace Channels.Typed;

/// <summary>The reply to a join or push of a contract has another status than <c>ok</c> and <c>error</c>.</summary>
/// <param name="topic">The channel's topic.</param>
/// <param name="eventName">The event; <c>phx_join</c> for a join.</param>
/// <param name="reply">The reply, unchanged.</param>
public sealed class UnknownStatusException(string topic, string eventName, PushReply reply)
    : ChannelException(
        ChannelErrorReason.UnknownStatus,
        $"The reply to '{eventName}' on topic '{topic}' has the status '{reply.Status}'. Contracts support only 'ok' and 'error'. "
        + "Read the reply from Reply.")
{
    /// <summary>Gets the channel's topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>Gets the event; <c>phx_join</c> for a join.</summary>
    public string EventName { get; } = eventName;

    /// <summary>Gets the reply, unchanged: its status and its payload.</summary>
    public PushReply Reply { get; } = reply;
}
