namespace Channels.Typed.InteropClient.Harness;

/// <summary>A statement about the client and the server, and the code that checks it.</summary>
/// <param name="Name">The statement.</param>
/// <param name="RunAsync">Throws if the statement is not true.</param>
/// <param name="Waits">Whether the check mostly waits. It then runs beside the others.</param>
internal sealed record Check(string Name, Func<CheckContext, Task> RunAsync, bool Waits = false);
