namespace Channels.Typed.InteropClient.Harness;

/// <summary>The statement of a check is not true.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
