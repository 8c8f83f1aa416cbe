using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

public sealed class EndTests
{
    [Fact]
    public async Task Stop_RepliesThenCloses()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","stop",{}]""");

        await client.ExpectAsync(
            """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""", """["1","1","room:a","phx_close",{}]""");
        Assert.Equal(TerminateReason.Stopped, await server.Log.Terminated.Reader.ReadAsync());
    }

    [Fact]
    public async Task ConnectionLost_TerminatesItsChannels()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        client.Dispose();

        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync());
    }

    [Fact]
    public async Task Replaced_TerminatesTheOldChannel()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["2","2","room:a","phx_join",{}]""");

        Assert.Equal(TerminateReason.Replaced, await server.Log.Terminated.Reader.ReadAsync());
    }
}
