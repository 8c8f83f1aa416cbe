using Channels.Typed.AspNetCore.Tests.Behaviour.Channels;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Hosting.InMemory;

/// <summary>The tests of <see cref="StopTests"/>, on TestServer.</summary>
public sealed class StopInMemoryTests : StopTests
{
    public StopInMemoryTests() => FixtureServer.UseTestServer();
}
