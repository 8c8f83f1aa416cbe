namespace Channels.Typed.InteropClient.Contracts;

/// <summary>What came of tracking a key again.</summary>
public sealed record TrackResult(string Result);
