namespace Channels.Typed.AspNetCore.Channels;

/// <summary>A reply was not sent, because its frame can never fit into the outbox of the connection.</summary>
internal sealed class ReplyTooLargeException(string message) : InvalidOperationException(message);
