namespace Channels.Typed.InteropClient.Contracts;

/// <summary>The reply of a join.</summary>
public sealed record RoomJoined(string Room, string? Nick);
