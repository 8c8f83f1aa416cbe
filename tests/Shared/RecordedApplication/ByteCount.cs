namespace Channels.Typed.InteropClient.Contracts;

/// <summary>How many bytes arrived.</summary>
public sealed record ByteCount(int Len);
