namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>Our client did something else than the recorded one.</summary>
internal sealed class RecordingException(string message, Exception inner) : Exception(message, inner);
