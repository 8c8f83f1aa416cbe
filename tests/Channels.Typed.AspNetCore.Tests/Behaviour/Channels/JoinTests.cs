using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour;

public sealed class JoinTests
{
    [Fact]
    public async Task Join_Accepted_RepliesOkWithBothRefs()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""["7","9","room:a","phx_join",{}]""");

        await client.ExpectAsync("""["7","9","room:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Join_Refused_RepliesDeclaredErrorAndTopicStaysFree()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""["1","1","room:error","phx_join",{}]""");
        await client.ExpectAsync("""["1","1","room:error","phx_reply",{"response":{"text":"nope"},"status":"error"}]""");

        await client.SendAsync("""["1","2","room:error","ack",{}]""");
        await client.ExpectAsync("""[null,"2","room:error","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Theory]
    [InlineData("room:crash")]
    [InlineData("room:push")]
    public async Task Join_Throws_RepliesJoinCrashed(string topic)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync($$"""["1","1","{{topic}}","phx_join",{}]""");

        await client.ExpectAsync($$"""["1","1","{{topic}}","phx_reply",{"response":{"reason":"join crashed"},"status":"error"}]""");
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Join_UnknownTopic_RepliesUnmatchedTopicWithNullJoinRef()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""["1","1","other:a","phx_join",{}]""");

        await client.ExpectAsync("""[null,"1","other:a","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task Join_OverTheLimit_IsRefusedAndOthersGoOn()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();
        for (int i = 1; i <= 100; i++)
        {
            await client.SendAsync($$"""["{{i}}","{{i}}","room:{{i}}","phx_join",{}]""");
            await client.ExpectAsync($$"""["{{i}}","{{i}}","room:{{i}}","phx_reply",{"response":{},"status":"ok"}]""");
        }

        await client.SendAsync("""["101","101","room:101","phx_join",{}]""");
        await client.ExpectAsync("""["101","101","room:101","phx_reply",{"response":{"reason":"too many channels joined"},"status":"error"}]""");

        await client.SendAsync("""["1","102","room:1","phx_leave",{}]""");
        await client.ExpectAsync(
            """["1","102","room:1","phx_reply",{"response":{},"status":"ok"}]""", """["1","1","room:1","phx_close",{}]""");
        await client.SendAsync("""["103","103","room:101","phx_join",{}]""");
        await client.ExpectAsync("""["103","103","room:101","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Join_AgainOnSameTopic_RepliesFirstThenClosesOld()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("room:after");
        await client.ExpectAsync("""[null,null,"room:after","entered",{}]""", """["1",null,"room:after","p1",{}]""");

        await client.SendAsync("""["2","2","room:after","phx_join",{}]""");

        await client.ExpectAsync(
            """["2","2","room:after","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","room:after","phx_close",{}]""",
            """[null,null,"room:after","entered",{}]""",
            """["2",null,"room:after","p1",{}]""");
    }

    [Fact]
    public async Task Join_WhileAnotherJoinIsSlow_DoesNotHoldUpTheConnection()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""["1","1","room:slow","phx_join",{}]""");
        await client.SendAsync("""["1","2","room:slow","ack",{}]""");
        await client.ExpectSilenceAsync();
        server.Log.Gate.SetResult();

        await client.ExpectAsync(
            """["1","1","room:slow","phx_reply",{"response":{},"status":"ok"}]""", """["1","2","room:slow","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Join_TakesTooLong_IsRefusedWithJoinTimeout()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.JoinTimeout = TimeSpan.FromSeconds(3));
        RawClient client = await server.ConnectAsync();
        await client.SendAsync("""["1","1","room:never","phx_join",{}]""");
        await client.ExpectSilenceAsync();

        server.Time.Advance(TimeSpan.FromSeconds(3));

        await client.ExpectAsync("""["1","1","room:never","phx_reply",{"response":{"reason":"join timeout"},"status":"error"}]""");
    }

    [Fact]
    public async Task Join_WithoutJoinRef_PushesCarryItsRefAndCloseCarriesNull()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""[null,5,"room:after","phx_join",{}]""");
        await client.ExpectAsync(
            """[null,5,"room:after","phx_reply",{"response":{},"status":"ok"}]""",
            """[null,null,"room:after","entered",{}]""",
            """[5,null,"room:after","p1",{}]""");

        await client.SendAsync("""[null,6,"room:after","stop",{}]""");
        await client.ExpectAsync("""[5,6,"room:after","phx_reply",{"response":{},"status":"ok"}]""", """[null,null,"room:after","phx_close",{}]""");
    }
}
