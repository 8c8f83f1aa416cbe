using Channels.Typed.AspNetCore.Tests.Behaviour.Channels;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Hosting.InMemory;

/// <summary>The tests of <see cref="PushTests"/>, on TestServer.</summary>
public sealed class PushInMemoryTests : PushTests
{
    public PushInMemoryTests() => FixtureServer.UseTestServer();
}
