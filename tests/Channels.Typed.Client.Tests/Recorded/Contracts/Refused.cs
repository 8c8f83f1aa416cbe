namespace Channels.Typed.Client.Tests.Recorded.Contracts;

/// <summary>A refusal.</summary>
public sealed record Refused(string Reason);
