namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The result of tracking a key that is already tracked.</summary>
public sealed record TrackResult(string Result);
