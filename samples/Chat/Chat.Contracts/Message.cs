namespace Chat;

/// <summary>A message in a room.</summary>
/// <param name="Id">Its id; a later message has a larger one, even after a restart of the server.</param>
/// <param name="Nick">The author's nick.</param>
/// <param name="Body">Its text.</param>
/// <param name="SentAt">When the server received it.</param>
public sealed record Message(long Id, string Nick, string Body, DateTimeOffset SentAt);
