namespace Channels.Typed.InteropServer.Recorded;

/// <summary>Tells a channel that the time of its next answer has come.</summary>
internal sealed record AnswerNow;
