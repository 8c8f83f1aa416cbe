namespace Channels.Typed.InteropServer.Recorded;

/// <summary>The message that stops a channel.</summary>
internal sealed record StopNow;
