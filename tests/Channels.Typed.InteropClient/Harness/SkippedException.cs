namespace Channels.Typed.InteropClient.Harness;

/// <summary>The server does not have what a check is about.</summary>
internal sealed class SkippedException(string why) : Exception(why);
