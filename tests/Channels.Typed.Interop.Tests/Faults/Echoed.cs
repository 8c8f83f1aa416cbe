namespace Channels.Typed.Interop.Tests.Faults;

public sealed record Echoed(string Text);
