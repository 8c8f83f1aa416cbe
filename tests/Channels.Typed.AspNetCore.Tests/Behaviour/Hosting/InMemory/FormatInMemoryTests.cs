using Channels.Typed.AspNetCore.Tests.Behaviour.Versions;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Hosting.InMemory;

/// <summary>The tests of <see cref="FormatTests"/>, on TestServer.</summary>
public sealed class FormatInMemoryTests : FormatTests
{
    public FormatInMemoryTests() => FixtureServer.UseTestServer();
}
