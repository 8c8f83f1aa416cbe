using System.Net;
using System.Text.Json;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

/// <summary>Sessions of long polling: messages in both directions, and the end of a session.</summary>
public sealed class LongPollCases(InteropProcess server) : LongPollCatalogueCases(server)
{
    [Fact]
    public async Task Case165_GetWithoutToken_StartsASession()
    {
        PollClient client = Client();

        Assert.Equal(NewSession, await client.PollAsync());
        Assert.NotEmpty(client.Token);
    }

    [Fact]
    public async Task Case166_EmptyPoll_EndsWithItsWindow()
    {
        PollClient client = await OpenAsync("/short");

        Assert.Equal("""{"messages":[],"status":204,"token":"TOKEN"}""", await client.PollAsync());
    }

    [Fact]
    public async Task Case167_Join_IsAcceptedByThePostAndAnsweredByTheNextPoll()
    {
        PollClient client = await OpenAsync();

        Assert.Equal(Ok, await client.PostAsync("""["1","1","bench:c167","phx_join",{}]"""));

        Assert.Equal(
            """{"messages":["[\"1\",\"1\",\"bench:c167\",\"phx_reply\",{\"response\":{},\"status\":\"ok\"}]"],"status":200,"token":"TOKEN"}""",
            await client.PollAsync());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData(null)]
    [InlineData("application/x-ndjson; charset=utf-8")]
    public async Task Case168_OneMessage_IsAcceptedWithAnyContentType(string? contentType)
    {
        PollClient client = await OpenAsync();

        Assert.Equal(Ok, await client.PostAsync(Heartbeat, contentType));

        await client.ExpectAsync(Beaten);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Case169_Batch_IsHandledInOrder(string separator)
    {
        PollClient client = await OpenAsync();
        string[] messages =
        [
            """["1","1","bench:c169","phx_join",{}]""", """["1","2","bench:c169","echo",{"n":2}]""",
            """["1","3","bench:c169","echo",{"n":3}]""",
        ];

        Assert.Equal(Ok, await client.PostAsync(string.Join(separator, messages)));

        await client.ExpectAsync(
            """["1","1","bench:c169","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","2","bench:c169","phx_reply",{"response":{"n":2},"status":"ok"}]""",
            """["1","3","bench:c169","phx_reply",{"response":{"n":3},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case170_BatchOf101_IsHandledUpTo100()
    {
        PollClient client = await OpenAsync();

        await client.SendAsync([.. Enumerable.Range(1, 101).Select(i => $$"""[null,"{{i}}","phoenix","heartbeat",{}]""")]);

        await client.ExpectAsync(
            [.. Enumerable.Range(1, 100).Select(i => $$"""[null,"{{i}}","phoenix","phx_reply",{"response":{},"status":"ok"}]""")]);
        await ExpectSilenceAsync(client);
    }

    [Fact]
    public async Task Case171_Base64_IsABinaryPush()
    {
        PollClient client = await JoinAsync("room:c171");

        await client.SendAsync(Convert.ToBase64String([0, 1, 1, 9, 7, .. "12room:c171bin_len"u8, 1, 2, 3]));

        await client.ExpectAsync("""["1","2","room:c171","phx_reply",{"response":{"len":3},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case172_TopicNotJoined_IsAcceptedAndAnsweredByThePoll()
    {
        PollClient client = await OpenAsync();

        Assert.Equal(Ok, await client.PostAsync("""["1","8","room:c172","x",{}]"""));

        await client.ExpectAsync("""[null,"8","room:c172","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task Case178_MalformedMessage_EndsTheSession()
    {
        PollClient client = await OpenAsync();
        string old = client.Token;

        Assert.Equal("""{"status":408}""", await client.PostAsync("[oops"));

        Assert.Equal(Gone, await client.PostAsync(Heartbeat));
        Assert.Equal(NewSession, await client.PollAsync());
        Assert.NotEqual(old, client.Token);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Heartbeat + "\n")]
    public async Task Case179_EmptyLine_IsNoMessage(string body)
    {
        PollClient client = await OpenAsync();

        Assert.Equal(Ok, await client.PostAsync(body));

        if (body.Length > 0)
        {
            await client.ExpectAsync(Beaten);
        }

        await ExpectSilenceAsync(client);
    }

    [Fact]
    public async Task Case180_NoBase64_IsABadRequestAndTheSessionLives()
    {
        PollClient client = await OpenAsync();

        Assert.Equal("HTTP 400", await client.PostAsync("%%%"));

        await ExpectSilenceAsync(client);
    }

    [Theory]
    [InlineData("push_bin")]
    [InlineData("broadcast_bin")]
    public async Task Case181_Bytes_CannotBeSentAndTheSessionLives(string name)
    {
        PollClient client = await JoinAsync("room:c181");

        await client.SendAsync($$"""["1","2","room:c181","{{name}}",{}]""");

        await client.ExpectAsync("""["1","1","room:c181","phx_error",{"reason":"channel_crash"}]""");
        await ExpectSilenceAsync(client);
    }

    [Fact]
    public async Task Case182_Crash_SendsError()
    {
        PollClient client = await JoinAsync("room:c182");

        await client.SendAsync("""["1","2","room:c182","crash",{}]""");

        await client.ExpectAsync("""["1","1","room:c182","phx_error",{"reason":"channel_crash"}]""");
    }

    [Fact]
    public async Task Case183_TwoPolls_ShareNoMessage()
    {
        PollClient client = await OpenAsync();
        Task<string> one = NextAsync();
        Task<string> two = NextAsync();

        await client.SendAsync(Heartbeat);
        Task<string> first = await Task.WhenAny(one, two);
        await client.SendAsync("""[null,"2","phoenix","heartbeat",{}]""");
        Task<string> second = first == one ? two : one;

        Assert.Equal([Beaten, """[null,"2","phoenix","phx_reply",{"response":{},"status":"ok"}]"""], [await first, await second]);

        // The only message of the next poll that has messages.
        async Task<string> NextAsync()
        {
            using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
            while (true)
            {
                using JsonDocument answer = JsonDocument.Parse(await client.PollAsync(guard.Token));
                JsonElement messages = answer.RootElement.GetProperty("messages");
                if (messages.GetArrayLength() > 0)
                {
                    return Assert.Single(messages.EnumerateArray()).GetString()!; // Messages are strings.
                }
            }
        }
    }

    [Fact]
    public async Task Case184_Disconnect_EndsTheSession()
    {
        PollClient client = await OpenAsync(query: "vsn=2.0.0&user=c184");
        PollClient other = await JoinAsync("room:c184");

        await other.SendAsync("""["1","2","room:c184","endpoint_broadcast",{"topic":"user:c184","event":"disconnect"}]""");
        await other.ExpectAsync("""["1","2","room:c184","phx_reply",{"response":{},"status":"ok"}]""");

        Assert.Equal(Gone, await client.PostAsync(Heartbeat));
        Assert.Equal(NewSession, await client.PollAsync());
        await ExpectSilenceAsync(other);
    }

    [Fact]
    public async Task Case185_Case186_NotPolled_EndsInSpiteOfPosts()
    {
        PollClient client = await OpenAsync("/short");
        string old = client.Token;

        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        while (await client.PostAsync(Heartbeat) == Ok)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, guard.Token);
        }

        Assert.Equal(Gone, await client.PostAsync(Heartbeat));
        Assert.Equal(NewSession, await client.PollAsync());
        Assert.NotEqual(old, client.Token);
    }

    [Fact]
    public async Task Case187_BodyTooLarge_IsABadRequestAndTheSessionLives()
    {
        PollClient client = await OpenAsync();

        Assert.Equal("HTTP 400", await client.PostAsync(new byte[9_000_000]));

        await ExpectSilenceAsync(client);
    }

    [Fact]
    public async Task Case188_Version1_PostsOneMessageAsJson()
    {
        PollClient client = await OpenAsync(query: "vsn=1.0.0");

        Assert.Equal(Ok, await client.PostAsync("""{"topic":"room:c188","event":"phx_join","payload":{},"ref":"1"}""", "application/json"));
        await client.ExpectAsync("""{"event":"phx_reply","payload":{"response":{"room":"c188","nick":null},"status":"ok"},"ref":"1","topic":"room:c188"}""");

        Assert.Equal("HTTP 400", await client.PostAsync("""{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"2"}"""));
    }

    [Fact]
    public async Task Case190_NoJoinRef_IsAccepted()
    {
        PollClient client = await JoinAsync("bench:c190");

        await client.SendAsync("""[null,"2","bench:c190","echo",{"n":1}]""");

        await client.ExpectAsync("""["1","2","bench:c190","phx_reply",{"response":{"n":1},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case191_StaleLeave_IsIgnoredAndOneWithoutJoinRefIsNot()
    {
        PollClient client = await JoinAsync("bench:c191");

        await client.SendAsync("""["9","2","bench:c191","phx_leave",{}]""", """[null,"3","bench:c191","phx_leave",{}]""");

        await client.ExpectAsync(
            """["1","3","bench:c191","phx_reply",{"response":{},"status":"ok"}]""", """["1","1","bench:c191","phx_close",{}]""");
    }

    [Fact]
    public async Task Case192_Responses_AllowEveryOriginAndAreNotStored()
    {
        PollClient client = Client();

        using HttpResponseMessage response = await client.RequestAsync(HttpMethod.Get);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }
}
