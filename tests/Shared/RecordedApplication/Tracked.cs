namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>A key, and the device in its presence.</summary>
public sealed record Tracked(string? Key, int? Device = null);
