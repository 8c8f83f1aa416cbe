namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>An error reply with a reason.</summary>
public sealed record Refused(string? Reason);
