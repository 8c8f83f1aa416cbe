namespace Channels.Typed.InteropClient.Harness;

/// <summary>What a check expected did not come true.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
