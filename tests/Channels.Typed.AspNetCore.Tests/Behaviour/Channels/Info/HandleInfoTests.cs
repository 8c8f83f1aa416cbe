using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels.Info;

/// <summary>Messages inside the server: posts, timers, and broadcasts of subscribed topics.</summary>
public class HandleInfoTests
{
    private const string LastWords = """["1",null,"raw:a","last_words",{}]""";
    private const string Closed = """["1","1","raw:a","phx_close",{}]""";
    private const string Crashed = """["1","1","raw:a","phx_error",{"reason":"channel_crash"}]""";

    [Fact]
    public async Task Post_IsHandledInTurn()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","slow",{}]""");
        await client.ExpectSilenceAsync();
        Assert.Equal(PostResult.Posted, server.Log.Joined!.Post(new Note("one")));
        Assert.Equal(PostResult.Posted, server.Log.Joined.Post(new Note("two")));
        await client.ExpectSilenceAsync();
        server.Log.Release.SetResult();

        await client.ExpectAsync(
            """["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1",null,"raw:a","info",{"text":"one"}]""",
            """["1",null,"raw:a","info",{"text":"two"}]""");
    }

    [Fact]
    public async Task Post_ToATypedChannel_IsHandled()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        server.Log.Joined!.Post(new Note("x"));

        await client.ExpectAsync("""["1",null,"room:a","noted",{"text":"x"}]""");
    }

    [Fact]
    public async Task Post_DuringTheJoin_IsHandledAfterItsReply()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();

        RawClient client = await server.JoinAsync("raw:early");

        await client.ExpectAsync("""["1",null,"raw:early","info",{"text":"early"}]""");
        await server.Channels.BroadcastAsync("news", "headline");
        await client.ExpectAsync("""["1",null,"raw:early","heard",{"on":"news","event":"headline","payload":{}}]""");
    }

    [Fact]
    public async Task Post_TypeWithoutHandler_Throws()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        Assert.Contains(
            "IHandleInfo<Int32>",
            Assert.Throws<InvalidOperationException>(() => server.Log.Joined!.Post(5)).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => server.Log.Joined!.PostAfter(TimeSpan.Zero, 5));
        Assert.Throws<InvalidOperationException>(() => server.Log.Joined!.Subscribe("news"));
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Post_FullMailbox_ReturnsFullAndTheChannelLives()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.MaxMailboxLength = 1);
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","slow",{}]""");
        await client.ExpectSilenceAsync();
        Assert.Equal(PostResult.Posted, server.Log.Joined!.Post(new Note("one")));
        Assert.Equal(PostResult.Full, server.Log.Joined.Post(new Note("two")));
        server.Log.Release.SetResult();

        await client.ExpectAsync(
            """["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""", """["1",null,"raw:a","info",{"text":"one"}]""");
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Post_AfterTheEnd_ReturnsEnded()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","stop",{}]""");
        await client.ExpectAsync("""["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""", Closed, LastWords);

        Assert.Equal(PostResult.Ended, server.Log.Joined!.Post(new Note("late")));
        await server.Log.Disposed.Task.Within();
        Assert.Equal(PostResult.Ended, server.Log.Joined.Post(5));
        server.Log.Joined.PostAfter(TimeSpan.FromSeconds(1), new Note("late")).Dispose();
        server.Log.Joined.Subscribe("news").Dispose();
    }

    [Theory]
    [InlineData("stop", Closed, LastWords)]
    [InlineData("fail", LastWords, Crashed)]
    [InlineData("not json", LastWords, Crashed)]
    [InlineData("[1]", LastWords, Crashed)]
    [InlineData("defer", LastWords, Crashed)]
    public async Task HandleInfo_EndsTheChannel(string message, string first, string second)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        server.Log.Joined!.Post(message);

        await client.ExpectAsync(first, second);
    }

    [Fact]
    public async Task HandleInfo_Waits_PushesAreQueued()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        server.Log.Joined!.Post("wait");
        await client.SendAsync("""["1","2","raw:a","echo",{}]""");
        await client.ExpectSilenceAsync();
        server.Log.Release.SetResult();

        await client.ExpectAsync("""["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task PostAfter_IsHandledAfterTheDelay()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","tick",{}]""");
        await client.ExpectAsync("""["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""");
        server.Time.Advance(TimeSpan.FromMilliseconds(19));
        await client.ExpectSilenceAsync();
        server.Time.Advance(TimeSpan.FromMilliseconds(1));

        await client.ExpectAsync("""["1",null,"raw:a","info",{"text":"tick"}]""");
        server.Time.Advance(TimeSpan.FromMilliseconds(40));
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task PostAfter_Disposed_IsCancelled()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","tick",{}]""");
        await client.SendAsync("""["1","3","raw:a","end_last",{}]""");
        await client.ExpectAsync(
            """["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","3","raw:a","phx_reply",{"response":{},"status":"ok"}]""");
        server.Time.Advance(TimeSpan.FromMilliseconds(40));

        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task PostAfter_FullMailbox_IsPostedAnyway()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.MaxMailboxLength = 1);
        RawClient client = await server.JoinAsync("raw:a");

        server.Log.Joined!.PostAfter(TimeSpan.FromMilliseconds(20), new Note("tick"));
        await client.SendAsync("""["1","2","raw:a","slow",{}]""");
        await client.ExpectSilenceAsync();
        Assert.Equal(PostResult.Posted, server.Log.Joined.Post(new Note("one")));
        server.Time.Advance(TimeSpan.FromMilliseconds(20));
        server.Log.Release.SetResult();

        await client.ExpectAsync(
            """["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1",null,"raw:a","info",{"text":"one"}]""",
            """["1",null,"raw:a","info",{"text":"tick"}]""");
    }

    [Fact]
    public async Task PostAfter_Several_AreHandledInTheOrderOfTheirTimes()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        server.Log.Joined!.PostAfter(TimeSpan.FromMilliseconds(30), new Note("third"));
        server.Log.Joined.PostAfter(TimeSpan.FromMilliseconds(20), new Note("first"));
        server.Log.Joined.PostAfter(TimeSpan.FromMilliseconds(10), new Note("cancelled")).Dispose();
        server.Log.Joined.PostAfter(TimeSpan.FromMilliseconds(20), new Note("second"));
        server.Log.Joined.PostAfter(TimeSpan.FromMilliseconds(30.5), new Note("fourth"));
        server.Time.Advance(TimeSpan.FromMilliseconds(10));
        await client.ExpectSilenceAsync();
        server.Time.Advance(TimeSpan.FromMilliseconds(20));
        await client.ExpectAsync(
            """["1",null,"raw:a","info",{"text":"first"}]""",
            """["1",null,"raw:a","info",{"text":"second"}]""",
            """["1",null,"raw:a","info",{"text":"third"}]""");
        await client.ExpectSilenceAsync();
        server.Time.Advance(TimeSpan.FromMilliseconds(1));

        await client.ExpectAsync("""["1",null,"raw:a","info",{"text":"fourth"}]""");
    }

    [Fact]
    public async Task PostAfter_NoDelay_IsHandledAtOnce()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        server.Log.Joined!.PostAfter(TimeSpan.Zero, new Note("now"));

        await client.ExpectAsync("""["1",null,"raw:a","info",{"text":"now"}]""");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(25 * 24 * 60 * 60 * 1000L)]
    public async Task PostAfter_DelayOutOfRange_Throws(long milliseconds)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        await server.JoinAsync("raw:a");

        Assert.Throws<ArgumentOutOfRangeException>(
            () => server.Log.Joined!.PostAfter(TimeSpan.FromMilliseconds(milliseconds), new Note("x")));
    }

    [Fact]
    public async Task Subscribe_DeliversBroadcastsOfTheTopicUntilDisposed()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","subscribe",{}]""");
        await client.ExpectAsync("""["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""");
        await server.Channels.BroadcastAsync("news", "headline", ChannelPayload.FromJson("""{"n":1}"""));
        await client.ExpectAsync("""["1",null,"raw:a","heard",{"on":"news","event":"headline","payload":{"n":1}}]""");
        await server.Channels.BroadcastAsync("news", "photo", ChannelPayload.FromBytes(new byte[] { 5 }));
        await client.ExpectBinaryAsync("\u0000\u0001\u0005\u00051raw:aheard\u0005");

        await client.SendAsync("""["1","3","raw:a","end_last",{}]""");
        await client.ExpectAsync("""["1","3","raw:a","phx_reply",{"response":{},"status":"ok"}]""");
        await server.Channels.BroadcastAsync("news", "headline");
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Subscribe_FullMailbox_CrashesTheChannel()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.MaxMailboxLength = 1);
        RawClient client = await server.JoinAsync("raw:a");

        server.Log.Joined!.Subscribe("news");
        await client.SendAsync("""["1","2","raw:a","slow",{}]""");
        await client.ExpectSilenceAsync();
        await server.Channels.BroadcastAsync("news", "one");
        await server.Channels.BroadcastAsync("news", "two");
        server.Log.Release.SetResult();

        await client.ExpectAsync("""["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""", LastWords, Crashed);
    }

    [Fact]
    public async Task End_RemovesTimersAndSubscriptions()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");
        int topics = server.PubSub.TopicCount;

        await client.SendAsync("""["1","2","raw:a","subscribe",{}]""");
        await client.SendAsync("""["1","3","raw:a","tick",{}]""");
        await client.ExpectAsync(
            """["1","2","raw:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","3","raw:a","phx_reply",{"response":{},"status":"ok"}]""");
        Assert.Equal(topics + 1, server.PubSub.TopicCount);
        await client.SendAsync("""["1","4","raw:a","phx_leave",{}]""");
        await client.ExpectAsync("""["1","4","raw:a","phx_reply",{"response":{},"status":"ok"}]""", Closed, LastWords);

        Assert.Equal(topics - 1, server.PubSub.TopicCount);
        server.Time.Advance(TimeSpan.FromMilliseconds(40));
        await client.ExpectSilenceAsync();
        server.Log.Joined!.Subscribe("news");
        Assert.Equal(topics - 1, server.PubSub.TopicCount);
    }
}
