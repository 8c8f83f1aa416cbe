namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>A message, with the sender and the recipient that the server's interceptor adds.</summary>
public sealed record PrivateMessage(string? Body, string? From, string? To);
