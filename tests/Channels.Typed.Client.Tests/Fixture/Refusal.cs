namespace Channels.Typed.Client.Tests.Fixture;

internal sealed record Refusal(string Reason);
