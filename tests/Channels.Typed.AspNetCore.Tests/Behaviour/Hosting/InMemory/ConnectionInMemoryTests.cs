using Channels.Typed.AspNetCore.Tests.Behaviour.Connections;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Hosting.InMemory;

/// <summary>The tests of <see cref="ConnectionTests"/>, on TestServer.</summary>
public sealed class ConnectionInMemoryTests : ConnectionTests
{
    public ConnectionInMemoryTests() => FixtureServer.UseTestServer();
}
