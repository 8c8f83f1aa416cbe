using Channels.Typed.AspNetCore.Tests.Behaviour.Gate;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Hosting.InMemory;

/// <summary>The tests of <see cref="AuthorizationTests"/>, on TestServer.</summary>
public sealed class AuthorizationInMemoryTests : AuthorizationTests
{
    public AuthorizationInMemoryTests() => FixtureServer.UseTestServer();
}
