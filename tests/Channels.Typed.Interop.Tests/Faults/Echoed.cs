namespace Channels.Typed.Interop.Tests.Lab;

public sealed record Echoed(string Text);
