namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The presences that were added and removed.</summary>
public sealed record PresenceDiff(Dictionary<string, Present> Joins, Dictionary<string, Present> Leaves);
