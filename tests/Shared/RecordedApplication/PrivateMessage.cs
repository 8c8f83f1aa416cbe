namespace Channels.Typed.InteropClient.Contracts;

/// <summary>Something said, with what the interceptor adds.</summary>
public sealed record PrivateMessage(string Text, string? From, string? To);
