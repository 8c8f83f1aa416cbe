namespace Channels.Typed.InteropClient.Contracts;

/// <summary>The push after a join.</summary>
public sealed record Greeting(string? Hello);
