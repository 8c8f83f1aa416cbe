namespace Channels.Typed.Client.Tests.Recorded.Contracts;

/// <summary>What a join of a room says.</summary>
public sealed record JoinRoom(string Nick);
