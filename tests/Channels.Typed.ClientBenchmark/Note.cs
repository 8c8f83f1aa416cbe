namespace Channels.Typed.ClientBenchmark;

/// <summary>What is sent and comes back.</summary>
public sealed record Note(string Text, int Number);
