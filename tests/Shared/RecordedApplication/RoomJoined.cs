namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The reply of a join of a room.</summary>
public sealed record RoomJoined(string Room, string? Nick);
