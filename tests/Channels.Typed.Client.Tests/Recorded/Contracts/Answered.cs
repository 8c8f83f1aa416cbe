namespace Channels.Typed.Client.Tests.Recorded.Contracts;

/// <summary>A number, later.</summary>
public sealed record Answered(Numbered Async);
