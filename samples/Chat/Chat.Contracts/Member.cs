namespace Chat;

/// <summary>Somebody in a room.</summary>
/// <param name="Nick">The name.</param>
public sealed record Member(string Nick);
