namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The payload of a join of a room.</summary>
public sealed record JoinRoom(string? Nick = null, bool? Greet = null, bool? Raise = null);
