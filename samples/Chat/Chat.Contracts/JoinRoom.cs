namespace Chat;

/// <summary>What a client says when it joins a room.</summary>
/// <param name="Nick">The name it wants to be seen under.</param>
/// <param name="Session">A random text that the client keeps: with the same one it takes its nick back after a lost connection.</param>
public sealed record JoinRoom(string Nick, string? Session = null);
