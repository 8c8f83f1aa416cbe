namespace Hello;

/// <summary>The server's reply.</summary>
/// <param name="Text">The text.</param>
public sealed record Greeting(string Text);
