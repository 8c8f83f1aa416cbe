using Channels.Typed.AspNetCore.Tests.Behaviour.Channels.Info;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Hosting.InMemory;

/// <summary>The tests of <see cref="HandleInfoTests"/>, on TestServer.</summary>
public sealed class HandleInfoInMemoryTests : HandleInfoTests
{
    public HandleInfoInMemoryTests() => FixtureServer.UseTestServer();
}
