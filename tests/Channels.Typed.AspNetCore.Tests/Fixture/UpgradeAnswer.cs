using System.Net;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>The server's answer to an upgrade.</summary>
internal sealed record UpgradeAnswer(HttpStatusCode Status, string Body, string? Subprotocol, string? Extensions);
