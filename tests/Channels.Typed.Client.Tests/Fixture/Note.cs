namespace Channels.Typed.Client.Tests.Fixture;

internal sealed record Note(string Text);
