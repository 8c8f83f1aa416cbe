using Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling;

public sealed class SessionTests
{
    private const string Heartbeat = """[null,"hb","phoenix","heartbeat",{}]""";
    private const string Beaten = """[null,"hb","phoenix","phx_reply",{"response":{},"status":"ok"}]""";

    [Theory]
    [InlineData("vsn=2.0.0")]
    [InlineData("vsn=2.0.0&")]
    [InlineData("vsn=2.0.0&token=null")]
    [InlineData("vsn=2.0.0&token=forged")]
    [InlineData("")]
    public async Task GetWithoutSession_StartsASession(string query)
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = server.Client(query: query);

        Assert.Equal("""{"messages":[],"status":410,"token":"TOKEN"}""", await client.PollAsync());
        Assert.Equal(1, server.Sessions);
    }

    [Fact]
    public async Task Join_IsAnsweredByTheNextPoll_WithTheSameToken()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync();
        string token = client.Token;

        Assert.Equal("""{"status":200}""", await client.PostAsync("""["1","1","room:a","phx_join",{}]"""));

        Assert.Equal(
            """{"messages":["[\"1\",\"1\",\"room:a\",\"phx_reply\",{\"response\":{},\"status\":\"ok\"}]"],"status":200,"token":"TOKEN"}""",
            await client.PollAsync());
        Assert.Equal(token, client.Token);
    }

    [Fact]
    public async Task PendingPoll_IsAnsweredByTheNextMessage()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync();
        server.Clock.Forget();
        Task<string> poll = client.PollAsync();
        await server.Clock.TimerAsync(PollServer.Window);

        await client.SendAsync(Heartbeat);

        Assert.Equal(
            """{"messages":["[null,\"hb\",\"phoenix\",\"phx_reply\",{\"response\":{},\"status\":\"ok\"}]"],"status":200,"token":"TOKEN"}""", await poll.Within());
    }

    [Fact]
    public async Task EmptyPoll_EndsWith204AtItsWindow_AndTheSessionLives()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.JoinAsync();

        for (int i = 0; i < 7; i++)
        {
            // Seven windows are longer than the idle timeout, which does not apply because these clients send no heartbeats.
            server.Clock.Forget();
            Task<string> poll = client.PollAsync();
            await server.Clock.RunTimerAsync(PollServer.Window);
            Assert.Equal("""{"messages":[],"status":204,"token":"TOKEN"}""", await poll.Within());
        }

        await client.SendAsync("""["1","2","room:a","ack",{}]""");
        await client.ExpectAsync("""["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task SecondPoll_GetsTheMessages_AndTheFirstEndsAtItsWindow()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync();
        server.Clock.Forget();
        Task<string> first = client.PollAsync();
        await server.Clock.TimerAsync(PollServer.Window);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Task<string> second = client.PollAsync();
        await server.Clock.TimerAsync(PollServer.Window);

        await client.SendAsync(Heartbeat);

        Assert.Contains("phx_reply", await second.Within(), StringComparison.Ordinal);
        Assert.False(first.IsCompleted);
        server.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal("""{"messages":[],"status":204,"token":"TOKEN"}""", await first.Within());
    }

    [Fact]
    public async Task NotPolled_EndsAfterOneAndAHalfWindows_EvenWithPosts()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.JoinAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(14));
        await client.SendAsync(Heartbeat);
        Assert.Equal(1, server.Sessions);

        server.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync().AsTask().Within());
        Assert.Equal("""{"status":410}""", await client.PostAsync(Heartbeat));
        string old = client.Token;
        Assert.Equal("""{"messages":[],"status":410,"token":"TOKEN"}""", await client.PollAsync());
        Assert.NotEqual(old, client.Token);
    }

    [Fact]
    public async Task Broadcast_ReachesPollsAndSocketsInOrder()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient sender = await server.JoinAsync();
        PollClient other = await server.JoinAsync();

        await sender.SendAsync("""["1","2","room:a","bcast",{"text":"é\"\\"}]""");

        await sender.ExpectAsync(
            """[null,null,"room:a","noted",{"text":"é\"\\"}]""", """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        await other.ExpectAsync("""[null,null,"room:a","noted",{"text":"é\"\\"}]""");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    [InlineData(70_000)]
    public async Task Broadcast_OfAnyLength_ArrivesWithoutItsWebSocketHeader(int length)
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient sender = await server.JoinAsync();
        PollClient other = await server.JoinAsync();
        string text = new('x', length);

        await sender.SendAsync($$"""["1","2","room:a","bcast",{"text":"{{text}}"}]""");

        await other.ExpectAsync($$"""[null,null,"room:a","noted",{"text":"{{text}}"}]""");
    }

    [Fact]
    public async Task Version1_MessagesAreObjects()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync(query: "vsn=1.0.0");
        const string Json = "application/json";

        Assert.Equal(
            """{"status":200}""", await client.PostAsync("""{"topic":"room:a","event":"phx_join","payload":{},"ref":"1"}""", Json));
        await client.ExpectAsync("""{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"1","topic":"room:a"}""");
        Assert.Equal(
            """{"status":200}""", await client.PostAsync("""{"topic":"room:a","event":"bcast","payload":{"a":1},"ref":"2"}""", Json));
        await client.ExpectAsync(
            """{"event":"noted","payload":{"a":1},"ref":null,"topic":"room:a"}""",
            """{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"2","topic":"room:a"}""");
        Assert.Equal("HTTP 400", await client.PostAsync("""{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"3"}"""));
    }

    [Theory]
    [InlineData("bytes_me")]
    [InlineData("bytes")]
    public async Task BytesForTheClient_CrashTheirChannelAndNothingElse(string eventName)
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.JoinAsync();

        // A binary push: 0, four lengths, join_ref, ref, topic, event, payload.
        byte[] push = [0, 1, 1, 6, (byte)eventName.Length, .. "12room:a"u8, .. System.Text.Encoding.UTF8.GetBytes(eventName), 1, 2];
        Assert.Equal("""{"status":200}""", await client.PostAsync(Convert.ToBase64String(push)));

        await client.ExpectAsync("""["1","1","room:a","phx_error",{"reason":"channel_crash"}]""");
        await client.SendAsync(Heartbeat);
        await client.ExpectAsync(Beaten);
    }

    [Fact]
    public async Task Channels_DoNotSeeTheRequestOfAMessage()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync("/context");

        await client.SendAsync("""["1","1","context:a","phx_join",{}]""", """["1","2","context:a","look",{}]""");

        await client.ExpectAsync(
            """["1","1","context:a","phx_reply",{"response":{"request":false},"status":"ok"}]""",
            """["1",null,"context:a","first",{"request":false}]""",
            """["1","2","context:a","phx_reply",{"response":{"request":false},"status":"ok"}]""");
    }

    [Fact]
    public async Task BufferFull_EndsTheSession()
    {
        await using PollServer server = await PollServer.StartAsync(options => options.LongPoll.MaxBufferBytes = 1000);
        PollClient slow = await server.JoinAsync();
        PollClient sender = await server.JoinAsync("room:b");
        ChannelPayload large = ChannelPayload.FromJson($$"""{"text":"{{new string('x', 800)}}"}""");
        await server.Channels.BroadcastAsync("room:a", "large", large);

        await server.Channels.BroadcastAsync("room:a", "large", large);

        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync().AsTask().Within());
        Assert.Equal("""{"messages":[],"status":410,"token":"TOKEN"}""", await slow.PollAsync());
        await sender.SendAsync(Heartbeat);
        await sender.ExpectAsync(Beaten);
    }
}
