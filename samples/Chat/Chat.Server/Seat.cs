namespace Chat.Server;

/// <summary>A nick that is taken in a room.</summary>
/// <param name="Room">The room.</param>
/// <param name="Nick">The nick.</param>
/// <param name="Session">The session that may take the nick again; null if none.</param>
/// <param name="IsNew">Whether the nick was not in the room before.</param>
public sealed record Seat(string Room, string Nick, string? Session, bool IsNew);
