using Channels.Typed.AspNetCore.Tests.Behaviour.Handshake;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Hosting.InMemory;

/// <summary>The tests of <see cref="UserSocketLifetimeTests"/>, on TestServer.</summary>
public sealed class UserSocketLifetimeInMemoryTests : UserSocketLifetimeTests
{
    public UserSocketLifetimeInMemoryTests() => FixtureServer.UseTestServer();
}
