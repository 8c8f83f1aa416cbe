namespace Channels.Typed.ClientBenchmark;

/// <summary>How many events the server must send.</summary>
public sealed record Burst(int Count);
