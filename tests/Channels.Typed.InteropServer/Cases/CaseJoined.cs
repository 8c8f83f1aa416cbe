namespace Channels.Typed.InteropServer.Cases;

/// <summary>The reply of a join.</summary>
/// <param name="Name">The topic's name.</param>
public sealed record CaseJoined(string Name);
