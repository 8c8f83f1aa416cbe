namespace Chat;

/// <summary>A member is typing.</summary>
/// <param name="Nick">The member's nick.</param>
public sealed record TypingNotice(string Nick);
