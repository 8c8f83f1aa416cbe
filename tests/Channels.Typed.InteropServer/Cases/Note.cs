namespace Channels.Typed.InteropServer.Cases;

/// <summary>A text.</summary>
/// <param name="Text">The text.</param>
public sealed record Note(string Text);
