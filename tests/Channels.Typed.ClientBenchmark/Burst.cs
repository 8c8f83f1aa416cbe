namespace Channels.Typed.ClientBenchmark;

/// <summary>How many events the server is to send.</summary>
public sealed record Burst(int Count);
