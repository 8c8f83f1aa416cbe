namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The event that the server pushes after a join.</summary>
public sealed record Greeting(string? Hello);
