namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The reply of a channel that stops.</summary>
public sealed record Farewell(bool Bye);
