namespace Channels.Typed.InteropClient.Contracts;

/// <summary>A key and the device that it is tracked with.</summary>
public sealed record Tracked(string? Key, int? Device = null);
