namespace Chat;

/// <summary>A member of a room.</summary>
/// <param name="Nick">The name.</param>
public sealed record Member(string Nick);
