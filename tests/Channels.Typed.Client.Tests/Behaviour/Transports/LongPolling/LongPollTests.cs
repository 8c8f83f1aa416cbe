using System.Net;
using System.Text;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Transports.LongPolling;

public sealed class LongPollTests
{
    private const string Gone = """{"messages":[],"status":410,"token":"new"}""";

    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Requests_AreThoseOfTheOfficialClient()
    {
        await using var client = new PollingClient(static options =>
        {
            options.AuthToken = "secret/1";
            options.Params.Add("a[b]", "1");
            options.Headers.Add("X-Tenant", "t1");
        });
        IClientChannel channel = client.Socket.CreateChannel("room:a");
        _ = ChannelCalls.JoinAsync(channel);

        ScriptedRequest open = await client.Http.OpenAsync("tok");
        ScriptedRequest poll = await client.Http.GetAsync();
        ScriptedRequest post = await client.Http.PostAsync();

        Assert.Equal("https://host/socket/longpoll?a%5Bb%5D=1&vsn=2.0.0", open.Uri.AbsoluteUri);
        Assert.Equal("X-Tenant: t1\nAccept: application/json\nX-Phoenix-AuthToken: secret/1", open.Headers);
        Assert.Equal(open.Uri, poll.Uri);
        Assert.Equal("X-Tenant: t1\nX-Phoenix-Longpoll-Token: tok\nAccept: application/json\nX-Phoenix-AuthToken: secret/1", poll.Headers);
        Assert.Equal(open.Uri, post.Uri);
        Assert.StartsWith(
            "X-Tenant: t1\nX-Phoenix-Longpoll-Token: tok\nContent-Type: application/x-ndjson", post.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain("charset", post.Headers, StringComparison.Ordinal);
        Assert.Equal("""["1","1","room:a","phx_join",{}]""", post.Body);
        post.Answer("""{"status":200}""");
    }

    /// <summary>Catalogue 238: frames that wait are sent together, up to 100 per POST, one POST after the other.</summary>
    [Fact]
    public async Task Case238_150PushesAtOnce_GoIn100And50InOrder()
    {
        await using var client = new PollingClient();
        (IClientChannel channel, _) = await client.JoinAsync();

        // The first POST is in progress while the other frames queue.
        Task first = ChannelCalls.SendAsync(channel);
        ScriptedRequest post = await client.Http.PostAsync();
        Task[] sends = [.. Enumerable.Range(0, 150).Select(_ => ChannelCalls.SendAsync(channel))];
        Assert.False(client.Http.HasPost);
        Assert.False(first.IsCompleted);
        post.Answer("""{"status":200}""");
        await first.Within();

        post = await client.Http.PostAsync();
        Assert.Equal(Frames(3, 100), post.Body.Split('\n'));
        Assert.False(client.Http.HasPost);
        Assert.DoesNotContain(sends, static send => send.IsCompleted);
        post.Answer("""{"status":200}""");
        await Task.WhenAll(sends[..100]).Within();
        post = await client.Http.PostAsync();
        Assert.Equal(Frames(103, 50), post.Body.Split('\n'));
        post.Answer("""{"status":200}""");
        await Task.WhenAll(sends).Within();
    }

    [Fact]
    public async Task Payload_WithLineBreaks_StaysOneEntry()
    {
        await using var client = new PollingClient();
        (IClientChannel channel, _) = await client.JoinAsync();

        _ = channel.PushAsync("{\r\n  \"a\": \"\\n\"\n}");

        await client.ExpectPostAsync("""["1","2","room:a","ping",{    "a": "\n" }]""");
    }

    [Fact]
    public async Task Bytes_TravelAsPaddedBase64BesideText()
    {
        await using var client = new PollingClient();
        (IClientChannel channel, _) = await client.JoinAsync();
        Task first = ChannelCalls.SendAsync(channel);
        ScriptedRequest post = await client.Http.PostAsync();
        Task bytes = channel.SendAsync(new EventName("p"), ChannelPayload.FromBytes(new byte[] { 255, 254 }), default);
        Task text = ChannelCalls.SendAsync(channel);
        post.Answer("""{"status":200}""");
        await first.Within();

        post = await client.Http.PostAsync();
        post.Answer("""{"status":200}""");
        await Task.WhenAll(bytes, text).Within();

        string[] entries = post.Body.Split('\n');
        Assert.Equal(2, entries.Length);
        Assert.Equal(
            "\0\u0001\u0001\u0006\u0001" + "13room:ap\u00ff\u00fe", Encoding.Latin1.GetString(Convert.FromBase64String(entries[0])));
        Assert.StartsWith("[", entries[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_ComeInOrderAndThenItPollsAgain()
    {
        await using var client = new PollingClient();
        (IClientChannel channel, ScriptedRequest poll) = await client.JoinAsync();
        var received = System.Threading.Channels.Channel.CreateUnbounded<string>();
        _ = channel.On("posted", payload => received.Writer.TryWrite(payload));

        poll.Messages("""[null,null,"room:a","posted",{"n":"é\n1"}]""", """[null,null,"room:a","posted",{"n":2}]""");
        poll = await client.Http.GetAsync();
        poll.Status(204);
        poll = await client.Http.GetAsync();

        // Older servers send the frames as JSON instead of strings.
        poll.Answer("""{"token":"t","status":200,"more":{"x":[1]},"messages":[[null,null,"room:a","posted",{"n":3}]]}""");
        _ = await client.Http.GetAsync();

        foreach (string expected in (string[])["""{"n":"é\n1"}""", """{"n":2}""", """{"n":3}"""])
        {
            Assert.Equal(expected, await received.Reader.ReadAsync().Within());
        }
    }

    [Fact]
    public async Task Token_ThatTheServerRenews_IsUsedFromThenOn()
    {
        await using var client = new PollingClient();
        (_, ScriptedRequest poll) = await client.JoinAsync();

        poll.Answer("""{"messages":[],"status":204,"token":"t2"}""");

        Assert.Contains("X-Phoenix-Longpoll-Token: t2", (await client.Http.GetAsync()).Headers, StringComparison.Ordinal);
    }

    /// <summary>
    /// phoenix#6761: a server that knows the header receives the token only there. An older server receives it in the address, and the
    /// socket remembers this.
    /// </summary>
    [Fact]
    public async Task Token_ServerLooksForItInTheAddressOnly_IsPutThere()
    {
        await using var client = new PollingClient();
        IClientChannel channel = client.Socket.CreateChannel("room:a");
        Task<ReplyFrame> join = ChannelCalls.JoinAsync(channel);
        _ = await client.Http.OpenAsync("a b");
        ScriptedRequest get = await client.Http.GetAsync();
        ScriptedRequest post = await client.Http.PostAsync();

        get.Answer(Gone);
        post.Answer("""{"status":410}""");
        get = await client.Http.GetAsync();
        post = await client.Http.PostAsync();
        Assert.Equal("?vsn=2.0.0&token=a%20b", get.Uri.Query);
        Assert.Equal(get.Uri, post.Uri);
        Assert.DoesNotContain("Longpoll-Token", get.Headers + post.Headers, StringComparison.Ordinal);
        Assert.Equal("""["1","1","room:a","phx_join",{}]""", post.Body);
        post.Answer("""{"status":200}""");
        get.Messages("""["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        _ = await join.Within();

        (await client.Http.GetAsync()).Answer(Gone);
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        _ = await client.Http.OpenAsync("c");
        Assert.Equal("?vsn=2.0.0&token=c", (await client.Http.GetAsync()).Uri.Query);
        await client.ExpectPostAsync("""["2","2","room:a","phx_join",{}]""");
    }

    /// <summary>
    /// Catalogue 239 and phoenix#6538: a lost session ends the connection. The client must not open a new session without the channels
    /// noticing.
    /// </summary>
    [Theory]
    [InlineData(410, 3410)]
    [InlineData(403, 1008)]
    public async Task Case239_PollAnsweredWithTheEnd_IsCloseWithACodeAndRejoin(int status, int code)
    {
        await using var client = new PollingClient();
        (IClientChannel channel, ScriptedRequest poll) = await client.JoinAsync();
        poll.Status(204);
        poll = await client.Http.GetAsync();

        poll.Status(status);

        Assert.Equal(code, (await client.ChangeAsync(SocketStateReason.ServerClosed)).CloseCode);
        Assert.Equal(ChannelState.Errored, channel.State);
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        _ = await client.Http.OpenAsync();
        await client.ExpectPostAsync("""["2","2","room:a","phx_join",{}]""");
    }

    [Fact]
    public async Task Post_AnsweredWithGone_EndsTheSession()
    {
        await using var client = new PollingClient();
        (IClientChannel channel, ScriptedRequest poll) = await client.JoinAsync();
        _ = ChannelCalls.SendAsync(channel);

        (await client.Http.PostAsync()).Answer("""{"status":410}""");

        Assert.Equal(3410, (await client.ChangeAsync(SocketStateReason.ServerClosed)).CloseCode);
        await poll.Cancelled;
    }

    [Theory]
    [InlineData("""{"messages":[],"status":500}""", HttpStatusCode.OK)]
    [InlineData("oops", HttpStatusCode.InternalServerError)]
    [InlineData("<html>", HttpStatusCode.OK)]
    [InlineData("{}", HttpStatusCode.OK)]
    [InlineData("""{"status":200,"messages":["\ud800"]}""", HttpStatusCode.OK)]
    public async Task Poll_AnsweredWithAnythingElse_IsALostConnection(string body, HttpStatusCode status)
    {
        await using var client = new PollingClient();
        (_, ScriptedRequest poll) = await client.JoinAsync();

        poll.Answer(body, status);

        _ = await client.ChangeAsync(SocketStateReason.ConnectionLost);
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        _ = await client.Http.OpenAsync();
    }

    [Fact]
    public async Task Poll_ConnectionBreaks_IsALostConnection()
    {
        await using var client = new PollingClient();
        (_, ScriptedRequest poll) = await client.JoinAsync();

        poll.Fail();

        _ = Assert.IsType<HttpRequestException>((await client.ChangeAsync(SocketStateReason.ConnectionLost)).Exception);
    }

    /// <summary>Half-open connections: a poll without a response.</summary>
    [Fact]
    public async Task Poll_NotAnsweredInTime_IsALostConnection()
    {
        await using var client = new PollingClient();
        (_, ScriptedRequest poll) = await client.JoinAsync();

        client.Time.Advance(RequestLimit);

        Assert.IsType<TimeoutException>((await client.ChangeAsync(SocketStateReason.ConnectionLost)).Exception);
        await poll.Cancelled;
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        _ = await client.Http.OpenAsync();
    }

    /// <summary>Catalogue 240 and phoenix#6769: a POST without a response does not block the transport.</summary>
    [Theory]
    [InlineData(408)]
    [InlineData(0)]
    public async Task Case240_PostTimesOut_IsALostConnectionAndRetry(int status)
    {
        await using var client = new PollingClient();
        (IClientChannel channel, ScriptedRequest poll) = await client.JoinAsync();
        Task<ReplyFrame> push = channel.PushAsync(timeout: Timeout.InfiniteTimeSpan);
        ScriptedRequest post = await client.Http.PostAsync();
        if (status == 0)
        {
            client.Time.Advance(RequestLimit);
        }
        else
        {
            post.Answer($$"""{"status":{{status}}}""");
        }

        _ = await client.ChangeAsync(SocketStateReason.ConnectionLost);

        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(push));
        await poll.Cancelled;
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        _ = await client.Http.OpenAsync();
        await client.ExpectPostAsync("""["3","3","room:a","phx_join",{}]""");
    }

    [Fact]
    public async Task Heartbeats_AreNotSent()
    {
        await using var client = new PollingClient(static options => options.LongPollTimeout = TimeSpan.FromHours(2));
        (IClientChannel channel, _) = await client.JoinAsync();

        client.Time.Advance(TimeSpan.FromHours(1));
        _ = ChannelCalls.SendAsync(channel);

        await client.ExpectPostAsync("""["1","2","room:a","ping",{}]""");
    }

    /// <summary>Without channels there is no successful join to show that the server works, but an answered poll shows it.</summary>
    [Fact]
    public async Task ReconnectDelays_StartOver_AfterAnAnsweredPoll()
    {
        await using var client = new PollingClient();
        Task connected = client.Socket.ConnectAsync();
        (await client.Http.GetAsync()).Fail();
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        _ = await client.Http.OpenAsync();
        await connected.Within();
        (await client.Http.GetAsync()).Fail();
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(50));
        _ = await client.Http.OpenAsync();

        (await client.Http.GetAsync()).Status(204);
        (await client.Http.GetAsync()).Fail();

        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        _ = await client.Http.OpenAsync();
    }

    [Fact]
    public async Task Disconnect_SendsWaitingFrames_AndCancelsThePoll()
    {
        await using var client = new PollingClient();
        (IClientChannel channel, ScriptedRequest poll) = await client.JoinAsync();
        Task send = ChannelCalls.SendAsync(channel);
        ScriptedRequest post = await client.Http.PostAsync();

        Task disconnected = client.Socket.DisconnectAsync();
        Assert.False(disconnected.IsCompleted);
        post.Answer("""{"status":200}""");
        await client.ExpectPostAsync("""["1","3","room:a","phx_leave",{}]""");
        await disconnected.Within();

        await poll.Cancelled;
        Assert.Equal(ChannelErrorReason.Disconnected, await ChannelCalls.ReasonOf(send));
        Assert.Null(client.Socket.TransportName);
        Assert.Equal(SocketState.Disconnected, client.Socket.State);
    }

    [Fact]
    public async Task Refused_IsReportedWithItsStatusAndRetried()
    {
        await using var client = new PollingClient();
        Task connected = client.Socket.ConnectAsync();

        (await client.Http.GetAsync()).Answer("""{"status":403}""");

        Assert.Equal(403, (await client.ChangeAsync(SocketStateReason.ConnectFailed)).HttpStatus);
        await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
        _ = await client.Http.OpenAsync();
        await connected.Within();
    }

    [Theory]
    [InlineData("""{"messages":["0123456789"],"status":200}""")]
    [InlineData("""{"messages":[],"status":200,"padding":"PADDING"}""")]
    public async Task Response_TooLarge_IsALostConnection(string answer)
    {
        await using var client = new PollingClient(static options => options.MaxMessageBytes = 9);
        Task connected = client.Socket.ConnectAsync();
        _ = await client.Http.OpenAsync();
        await connected.Within();

        (await client.Http.GetAsync()).Answer(answer.Replace("PADDING", new string('x', 5000), StringComparison.Ordinal));

        Assert.Contains(
            "MaxMessageBytes", (await client.ChangeAsync(SocketStateReason.ConnectionLost)).Exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlowHandler_DelaysThePoll()
    {
        await using var client = new PollingClient(static options => options.EventQueueCapacity = 1);
        (IClientChannel channel, ScriptedRequest poll) = await client.JoinAsync();
        var gate = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        _ = channel.On("posted", async payload =>
        {
            _ = entered.TrySetResult();
            await gate.Task;
        });

        // One event is being handled, one is queued, and the reader holds one.
        poll.Messages([.. Enumerable.Repeat("""[null,null,"room:a","posted",{}]""", 3)]);
        await entered.Task.Within();
        await Waiting.UntilAsync(() => client.Socket.Engine.Connection!.IsHeldUp); // Not null while connected.
        Task<ScriptedRequest> next = client.Http.GetAsync();
        Assert.False(next.IsCompleted);

        gate.SetResult();

        _ = await next;
    }

    [Fact]
    public async Task V1_PostsOneObjectAtATime()
    {
        await using var client = new PollingClient(static options => options.ProtocolVersion = ProtocolVersion.V1);
        IClientChannel channel = client.Socket.CreateChannel("room:a");
        _ = ChannelCalls.JoinAsync(channel);
        _ = ChannelCalls.JoinAsync(client.Socket.CreateChannel("room:b"));
        ScriptedRequest open = await client.Http.OpenAsync();
        ScriptedRequest post = await client.Http.PostAsync();

        Assert.Equal("?vsn=1.0.0", open.Uri.Query);
        Assert.Contains("Content-Type: application/json", post.Headers, StringComparison.Ordinal);
        Assert.StartsWith(
            """{"event":"phx_join","payload":{},"join_ref":"1","ref":"1","topic":"room:""", post.Body, StringComparison.Ordinal);
        Assert.False(client.Http.HasPost);
        post.Answer("""{"status":200}""");
        post = await client.Http.PostAsync();
        Assert.StartsWith(
            """{"event":"phx_join","payload":{},"join_ref":"2","ref":"2","topic":"room:""", post.Body, StringComparison.Ordinal);
        post.Answer("""{"status":200}""");
    }

    private static IEnumerable<string> Frames(int first, int count) =>
        Enumerable.Range(first, count).Select(static reference => $$"""["1","{{reference}}","room:a","ping",{}]""");
}
