namespace Channels.Typed.AspNetCore.Tests.Fixture;

internal sealed record Circle : Shape;
