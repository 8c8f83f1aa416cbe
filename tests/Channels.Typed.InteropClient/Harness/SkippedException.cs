namespace Channels.Typed.InteropClient.Harness;

/// <summary>The server does not support what the check needs.</summary>
internal sealed class SkippedException(string why) : Exception(why);
