namespace Chat;

/// <summary>The room as it is when a client joins.</summary>
/// <param name="Messages">The latest messages, oldest first.</param>
/// <param name="Members">Who is in the room, the new member included.</param>
public sealed record RoomSnapshot(IReadOnlyList<Message> Messages, IReadOnlyList<string> Members);
