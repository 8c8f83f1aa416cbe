namespace Channels.Typed.InteropClient.Contracts;

/// <summary>The payload, later.</summary>
public sealed record Answered(Message Async);
