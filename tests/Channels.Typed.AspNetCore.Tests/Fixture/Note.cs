namespace Channels.Typed.AspNetCore.Tests.Fixture;

internal sealed record Note(string Text);
