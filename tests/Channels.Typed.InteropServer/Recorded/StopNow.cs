namespace Channels.Typed.InteropServer.Recorded;

/// <summary>Tells a channel to end.</summary>
internal sealed record StopNow;
