using Channels.Typed.AspNetCore.Tests.Behaviour.Options;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Hosting.InMemory;

/// <summary>The tests of <see cref="BadMessageActionTests"/>, on TestServer.</summary>
public sealed class BadMessageActionInMemoryTests : BadMessageActionTests
{
    public BadMessageActionInMemoryTests() => FixtureServer.UseTestServer();
}
