namespace Channels.Typed.Tests.Fixture;

internal sealed record Refused(string Reason);
