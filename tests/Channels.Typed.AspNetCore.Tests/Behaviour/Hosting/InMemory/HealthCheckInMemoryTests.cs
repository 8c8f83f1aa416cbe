using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Hosting.InMemory;

/// <summary>The tests of <see cref="HealthCheckTests"/>, on TestServer.</summary>
public sealed class HealthCheckInMemoryTests : HealthCheckTests
{
    public HealthCheckInMemoryTests() => FixtureServer.UseTestServer();
}
