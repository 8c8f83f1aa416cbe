namespace Channels.Typed.InteropClient.Contracts;

/// <summary>What a join of a room may say.</summary>
public sealed record JoinRoom(string? Nick = null, bool? Greet = null, bool? Raise = null);
