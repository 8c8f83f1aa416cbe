namespace Channels.Typed.Client.Tests.Recorded.Contracts;

/// <summary>Something whispered.</summary>
public sealed record Whisper(int W);
