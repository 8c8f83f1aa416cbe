namespace Chat;

/// <summary>Somebody is writing.</summary>
/// <param name="Nick">Who.</param>
public sealed record TypingNotice(string Nick);
