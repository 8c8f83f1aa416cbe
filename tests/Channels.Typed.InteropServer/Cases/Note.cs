namespace Channels.Typed.InteropServer.Cases;

/// <summary>Something said.</summary>
/// <param name="Text">What.</param>
public sealed record Note(string Text);
