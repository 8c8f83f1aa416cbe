namespace Channels.Typed.Tests.Fixture;

internal sealed record Note(string Text);
