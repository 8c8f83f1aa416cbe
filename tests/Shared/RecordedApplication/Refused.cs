namespace Channels.Typed.InteropClient.Contracts;

/// <summary>A refusal.</summary>
public sealed record Refused(string? Reason);
