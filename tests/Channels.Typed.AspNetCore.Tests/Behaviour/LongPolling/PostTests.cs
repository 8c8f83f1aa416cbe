using System.Net;
using System.Text;
using Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling;

public sealed class PostTests
{
    private const string Ok = """{"status":200}""";
    private const string Heartbeat = """[null,"hb","phoenix","heartbeat",{}]""";
    private const string Beaten = """[null,"hb","phoenix","phx_reply",{"response":{},"status":"ok"}]""";

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/x-ndjson; charset=utf-8")]
    [InlineData("APPLICATION/X-NDJSON")]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task OneMessage_IsAcceptedWithAnyContentType(string? contentType)
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync();

        Assert.Equal(Ok, await client.PostAsync(Heartbeat, contentType));

        await client.ExpectAsync(Beaten);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\n\n")]
    public async Task Batch_IsHandledInOrder(string separator)
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.JoinAsync();
        string[] messages = [.. Enumerable.Range(2, 3).Select(i => $$"""["1","{{i}}","room:a","ack",{}]""")];

        Assert.Equal(Ok, await client.PostAsync(string.Join(separator, messages)));

        await client.ExpectAsync(
            [.. Enumerable.Range(2, 3).Select(i => $$"""["1","{{i}}","room:a","phx_reply",{"response":{},"status":"ok"}]""")]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData(Heartbeat + "\n")]
    [InlineData(Heartbeat + "\r\n")]
    public async Task EmptyLines_AreNoMessages(string body)
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync();

        Assert.Equal(Ok, await client.PostAsync(body));

        if (!body.StartsWith('['))
        {
            await client.SendAsync(Heartbeat);
        }

        await client.ExpectAsync(Beaten);
    }

    [Fact]
    public async Task BinaryMessage_IsAcceptedAsBase64_AlsoBetweenText()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync();

        // A binary push: 0, four lengths, join_ref, ref, topic, event, payload.
        byte[] push = [0, 1, 1, 6, 3, .. "13room:aack"u8, 1, 2];
        await client.SendAsync("""["1","1","room:a","phx_join",{}]""", Convert.ToBase64String(push), """["1","4","room:a","ack",{}]""");

        await client.ExpectAsync(
            """["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","3","room:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","4","room:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Theory]
    [InlineData("%%%")]
    [InlineData("AAA")]
    [InlineData("AA AA")]
    [InlineData("AA-_")]
    [InlineData("{}")]
    [InlineData(" " + Heartbeat)]
    [InlineData(Heartbeat + "\n%%%")]
    public async Task NeitherTextNorBase64_AnswersBadRequest_AndNoMessageIsHandled(string body)
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync();

        Assert.Equal("HTTP 400", await client.PostAsync(body));

        await client.SendAsync("""[null,"9","phoenix","heartbeat",{}]""");
        await client.ExpectAsync("""[null,"9","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Theory]
    [InlineData("[oops", "application/x-ndjson")]
    [InlineData("[1,2]", "application/x-ndjson")]
    [InlineData("[oops", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("AAAA", "application/x-ndjson")]
    [InlineData("AQAAAAA=", "application/x-ndjson")]
    [InlineData("[null,\"1\",\"phoenix\",\"heartbeat\",\"\xff\"]", "application/x-ndjson")]
    public async Task MalformedMessage_EndsTheSession(string body, string contentType)
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.JoinAsync();
        string old = client.Token;

        // Latin-1, because a test has bytes that are not UTF-8.
        Assert.Equal("""{"status":408}""", await client.PostAsync(Encoding.Latin1.GetBytes(body), contentType));

        Assert.Equal(TerminateReason.Disconnected, await server.Log.Terminated.Reader.ReadAsync().AsTask().Within());
        Assert.Equal("""{"status":410}""", await client.PostAsync(Heartbeat));
        Assert.Equal("""{"messages":[],"status":410,"token":"TOKEN"}""", await client.PollAsync());
        Assert.NotEqual(old, client.Token);
    }

    [Fact]
    public async Task Batch_StopsAtTheMessageThatEndsTheSession()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.OpenAsync();
        PollClient other = await server.JoinAsync();

        string answer = await client.PostAsync(
            """
            ["1","1","room:a","phx_join",{}]
            ["1","2","room:a","bcast",{"n":1}]
            [oops
            ["1","3","room:a","bcast",{"n":2}]
            """);

        Assert.Equal("""{"status":408}""", answer);
        await other.SendAsync(Heartbeat);
        await other.ExpectAsync("""[null,null,"room:a","noted",{"n":1}]""", Beaten);
    }

    [Fact]
    public async Task MailboxFullForAWindow_Answers408_AndTheRestIsNotHandled()
    {
        await using PollServer server = await PollServer.StartAsync(options => options.MaxMailboxLength = 1);
        PollClient client = await server.JoinAsync();
        server.Clock.Forget();

        // The first message occupies the channel, the second fills its mailbox.
        Task<string> post = client.PostAsync(
            """
            ["1","2","room:a","slow",{}]
            ["1","3","room:a","ack",{}]
            ["1","4","room:a","ack",{}]
            """);
        await server.Clock.TimerAsync(PollServer.Window);
        await server.Clock.RunTimerAsync(PollServer.Window);

        Assert.Equal("""{"status":408}""", await post.Within());
        server.Log.Release.SetResult();
        await client.ExpectAsync(
            """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","3","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        await client.SendAsync(Heartbeat);
        await client.ExpectAsync(Beaten);
    }

    [Fact]
    public async Task LargeBody_OfUnknownLength_AnswersBadRequest()
    {
        await using PollServer server = await PollServer.StartAsync(options => options.LongPoll.MaxBodyBytes = 1000);
        PollClient client = await server.OpenAsync();
        using var content = new StreamContent(new MemoryStream(new byte[20_000]));

        using HttpResponseMessage response = await client.RequestAsync(HttpMethod.Post, content, [("Transfer-Encoding", "chunked")]);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        await client.SendAsync(Heartbeat);
        await client.ExpectAsync(Beaten);
    }

    [Theory]
    [InlineData(128, "HTTP 400")]
    [InlineData(2000, Ok)]
    public async Task LongEntry_AnswersBadRequest(int limit, string expected)
    {
        await using PollServer server = await PollServer.StartAsync(options => options.LongPoll.MaxEntryBytes = limit);
        PollClient client = await server.OpenAsync();

        Assert.Equal(expected, await client.PostAsync($$"""[null,"1","phoenix","heartbeat",{"x":"{{new string('x', 1000)}}"}]"""));

        await client.SendAsync(Heartbeat);
        Assert.EndsWith("\"status\":200,\"token\":\"TOKEN\"}", await client.PollAsync(), StringComparison.Ordinal);
    }
}
