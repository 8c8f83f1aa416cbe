using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour;

public sealed class EndTests
{
    [Fact]
    public async Task Leave_RepliesThenCloses()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("room:last_words");

        await client.SendAsync("""["1","2","room:last_words","phx_leave",{}]""");

        await client.ExpectAsync(
            """["1","2","room:last_words","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","room:last_words","phx_close",{}]""",
            """["1",null,"room:last_words","you_left",{}]""");
        Assert.Equal(TerminateReason.Left, await server.Log.Terminated.Reader.ReadAsync());
    }

    [Fact]
    public async Task Leave_NotJoined_IsAnsweredOk()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""["4","5","room:a","phx_leave",{}]""");

        await client.ExpectAsync("""["4","5","room:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Crash_SendsLastWordsThenErrorAndOtherChannelsLive()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("room:last_words");
        await client.SendAsync("""["2","2","room:b","phx_join",{}]""");
        await client.ExpectAsync("""["2","2","room:b","phx_reply",{"response":{},"status":"ok"}]""");

        await client.SendAsync("""["1","3","room:last_words","crash",{}]""");
        await client.ExpectAsync(
            """["1",null,"room:last_words","you_left",{}]""", """["1","1","room:last_words","phx_error",{"reason":"channel_crash"}]""");

        await client.SendAsync("""["2","4","room:b","ack",{}]""");
        await client.ExpectAsync("""["2","4","room:b","phx_reply",{"response":{},"status":"ok"}]""");
        await client.SendAsync("""["1","5","room:last_words","ack",{}]""");
        await client.ExpectAsync("""[null,"5","room:last_words","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task Stop_RepliesThenCloses()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","stop",{}]""");

        await client.ExpectAsync("""["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""", """["1","1","room:a","phx_close",{}]""");
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
