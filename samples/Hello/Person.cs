namespace Hello;

/// <summary>The person to greet.</summary>
/// <param name="Name">The name.</param>
public sealed record Person(string Name);
