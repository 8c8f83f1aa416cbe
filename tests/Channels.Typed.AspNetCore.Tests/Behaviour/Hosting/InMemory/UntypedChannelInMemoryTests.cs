using Channels.Typed.AspNetCore.Tests.Behaviour.Untyped;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Hosting.InMemory;

/// <summary>The tests of <see cref="UntypedChannelTests"/>, on TestServer.</summary>
public sealed class UntypedChannelInMemoryTests : UntypedChannelTests
{
    public UntypedChannelInMemoryTests() => FixtureServer.UseTestServer();
}
