namespace Chat;

/// <summary>The payload of a join.</summary>
/// <param name="Nick">The name that the other members see.</param>
/// <param name="Session">A random text that the client keeps. With the same text it gets its nick back after a lost connection.</param>
public sealed record JoinRoom(string Nick, string? Session = null);
