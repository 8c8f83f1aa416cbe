namespace Channels.Typed.Client.Tests.Recorded.Contracts;

/// <summary>The reply of a join.</summary>
public sealed record RoomJoined(string Nick, string Room);
