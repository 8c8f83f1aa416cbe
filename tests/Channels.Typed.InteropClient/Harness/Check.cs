namespace Channels.Typed.InteropClient.Harness;

/// <summary>Something that is true of a client and a server that speak the protocol.</summary>
/// <param name="Name">What is true.</param>
/// <param name="RunAsync">Throws if it is not.</param>
/// <param name="Waits">Whether it mostly waits, so that others should not wait for it.</param>
internal sealed record Check(string Name, Func<CheckContext, Task> RunAsync, bool Waits = false);
