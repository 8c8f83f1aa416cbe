namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The number of bytes that the server received.</summary>
public sealed record ByteCount(int Len);
