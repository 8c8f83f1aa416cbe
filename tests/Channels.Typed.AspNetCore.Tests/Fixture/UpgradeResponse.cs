using System.Net;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>The server's response to an upgrade.</summary>
internal sealed record UpgradeResponse(HttpStatusCode Status, string Body, string? Subprotocol, string? Extensions);
