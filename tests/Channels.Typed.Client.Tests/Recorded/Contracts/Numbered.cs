namespace Channels.Typed.Client.Tests.Recorded.Contracts;

/// <summary>A number.</summary>
public sealed record Numbered(int N);
