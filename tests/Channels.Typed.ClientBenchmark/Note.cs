namespace Channels.Typed.ClientBenchmark;

/// <summary>The payload of a push, its reply, and the events.</summary>
public sealed record Note(string Text, int Number);
