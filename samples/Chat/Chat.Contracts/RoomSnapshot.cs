namespace Chat;

/// <summary>The state of a room at the time of a join.</summary>
/// <param name="Messages">The latest messages, oldest first.</param>
/// <param name="Members">The members of the room, including the new one.</param>
public sealed record RoomSnapshot(IReadOnlyList<Message> Messages, IReadOnlyList<string> Members);
