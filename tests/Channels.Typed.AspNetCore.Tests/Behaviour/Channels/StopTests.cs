using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

/// <summary>The two ways in which a handler ends its channel, Stop and Fail, as the client sees them.</summary>
public class StopTests
{
    private const string LastWords = """["1",null,"raw:a","last_words",{}]""";
    private const string Closed = """["1","1","raw:a","phx_close",{}]""";
    private const string Failed = """["1","1","raw:a","phx_error",{"reason":"channel_crash"}]""";

    [Fact]
    public async Task Stop_RepliesThenClosesThenCallsTerminate()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","stop",{}]""");

        await client.ExpectAsync("""["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""", Closed, LastWords);
        Assert.Equal(TerminateReason.Stopped, await server.Log.Terminated.Reader.ReadAsync());
    }

    [Fact]
    public async Task Fail_RepliesThenCallsTerminateThenSendsError()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","fail",{"bye":true}]""");

        await client.ExpectAsync("""["1","2","raw:a","phx_reply",{"response":{"bye":true},"status":"ok"}]""", LastWords, Failed);
        Assert.Equal(TerminateReason.Failed, await server.Log.Terminated.Reader.ReadAsync());
    }

    [Fact]
    public async Task Fail_WithoutReply_SendsErrorOnly()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","fail_silently",{}]""");

        await client.ExpectAsync(LastWords, Failed);
    }

    [Fact]
    public async Task Fail_InATypedChannel_RepliesThenError()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","fail",{}]""");

        await client.ExpectAsync(
            """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","room:a","phx_error",{"reason":"channel_crash"}]""");
        Assert.Equal(TerminateReason.Failed, await server.Log.Terminated.Reader.ReadAsync());
    }

    [Fact]
    public async Task Fail_FromAnywhere_EndsAnIdleChannelAndFreesItsTopic()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        server.Log.Joined!.Fail();
        await client.ExpectAsync(LastWords, Failed);

        await client.SendAsync("""["2","2","raw:a","phx_join",{}]""");
        await client.ExpectAsync("""["2","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Fail_FromAnywhereWhileAPushIsHandled_EndsAfterItsReply()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","slow",{}]""");
        await client.SendAsync("""["1","3","raw:a","echo",{}]""");
        await client.ExpectSilenceAsync();
        server.Log.Joined!.Fail();
        server.Log.Joined.Stop();
        server.Log.Release.SetResult();

        await client.ExpectAsync("""["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""", LastWords, Failed);
        Assert.Equal(TerminateReason.Failed, await server.Log.Terminated.Reader.ReadAsync());
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Fail_AfterTheEnd_DoesNothing()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","stop",{}]""");
        await client.ExpectAsync("""["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""", Closed, LastWords);
        server.Log.Joined!.Fail();

        await client.ExpectSilenceAsync();
    }
}
