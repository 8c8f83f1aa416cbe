namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>Our client did not do what the recorded client did.</summary>
internal sealed class RecordingException(string message, Exception inner) : Exception(message, inner);
