namespace Channels.Typed.InteropClient.Contracts;

/// <summary>The last words of a channel.</summary>
public sealed record Farewell(bool Bye);
