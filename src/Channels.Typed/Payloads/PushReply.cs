namespace Channels.Typed;

/// <summary>The reply to a join or push of a channel without a contract. Immutable.</summary>
/// <param name="status">The status: <c>ok</c>, <c>error</c>, or another one.</param>
/// <param name="payload">The response.</param>
public readonly struct PushReply(string status, ChannelPayload payload)
{
    /// <summary>Gets the status: <c>ok</c>, <c>error</c>, or another one.</summary>
    public string Status { get; } = status;

    /// <summary>Gets the response: any JSON, or bytes.</summary>
    public ChannelPayload Payload { get; } = payload;

    /// <summary>Gets a value indicating whether the status is <c>ok</c>.</summary>
    public bool IsOk => Status == "ok";

    /// <summary>Gets a value indicating whether the status is <c>error</c>.</summary>
    public bool IsError => Status == "error";

    /// <inheritdoc/>
    public override string ToString() => $"{Status} {Payload}";
}
