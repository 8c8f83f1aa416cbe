using System.Text.Json;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>
/// The official client over its WebSocket and its long polling, in node and in Chromium, against the interop application.
/// </summary>
public sealed class PhoenixTransportTests(NodeDriver driver, InteropProcess server)
{
    private readonly Uri _socket = new(server.Http, "/socket");

    [Theory]
    [InlineData(false, "websocket")]
    [InlineData(false, "longpoll")]
    [InlineData(true, "websocket")]
    [InlineData(true, "longpoll")]
    public async Task Session_FromJoinToLeave(bool isBrowser, string transport)
    {
        string name = $"{transport}{isBrowser}";
        string topic = "room:js" + name;
        await using PhoenixClient ann = await driver.StartAsync(isBrowser, server.Http);
        Assert.Equal(transport == "longpoll", await ann.ConnectAsync(_socket, transport, "js" + name));
        using RawClient bob = await RawClient.ConnectAsync(server.Http, "/socket/websocket?vsn=2.0.0");
        await bob.SendAsync($$"""["1","1","{{topic}}","phx_join",{}]""");
        await bob.ReceiveAsync();

        await ann.JoinAsync(topic + "-refused", """{"nick":""}""");
        Assert.Equal("""{"reason":"nick required"}""", ResponseOf(await ann.ExpectAsync("refused")));
        await ann.JoinAsync(topic, """{"nick":"Ann"}""");
        Assert.Equal($$"""{"room":"js{{name}}","nick":"Ann"}""", ResponseOf(await ann.ExpectAsync("joined")));

        await ann.PushAsync(topic, "echo", """{"text":"é \"quoted\" 🙂"}""");
        Assert.Equal("é \"quoted\" 🙂", (await ann.ExpectReplyAsync("ok")).GetProperty("text").GetString());
        await ann.PushAsync(topic, "error_reply");
        Assert.Equal("""{"reason":"nope"}""", (await ann.ExpectReplyAsync("error")).GetRawText());
        await ann.PushAsync(topic, "noreply", timeoutMs: 50);
        await ann.ExpectReplyAsync("timeout");

        // Between the transports, in both directions.
        await ann.PushAsync(topic, "new_msg", """{"from":"Ann"}""");
        Assert.Equal("""{"from":"Ann"}""", (await ann.ExpectEventAsync("new_msg")).GetRawText());
        // Bob sends only now, because his message could come before this reply.
        Assert.Equal("""{"sent":true}""", (await ann.ExpectReplyAsync("ok")).GetRawText());
        await bob.ExpectAsync($$"""[null,null,"{{topic}}","new_msg",{"from":"Ann"}]""");
        await bob.SendAsync($$"""["1","2","{{topic}}","new_msg",{"from":"Bob"}]""");
        Assert.Equal("""{"from":"Bob"}""", (await ann.ExpectEventAsync("new_msg")).GetRawText());

        await ann.PushAsync(topic, "bin_len", """{"bytes":[0,255,10,13]}""");
        Assert.Equal("""{"len":4}""", (await ann.ExpectReplyAsync("ok")).GetRawText());

        await ann.PushAsync(topic, "crash");
        Assert.True((await ann.ExpectAsync("crashed")).GetProperty("isConnected").GetBoolean());
        await ann.ExpectAsync("joined");

        // The server disconnects the user, as after a logout. The client reconnects.
        await ann.PushAsync(topic, "disconnect");
        Assert.Equal(transport == "longpoll" ? 3410 : 1001, (await ann.ExpectAsync("closed")).GetProperty("code").GetInt32());
        await ann.ExpectAsync("joined");

        await ann.LeaveAsync(topic);
        await ann.ExpectAsync("left");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WebSocket_SendsAndReceivesBytes(bool isBrowser)
    {
        string topic = "room:jsbytes" + isBrowser;
        await using PhoenixClient ann = await driver.StartAsync(isBrowser, server.Http);
        await ann.ConnectAsync(_socket, "websocket");
        await ann.JoinAsync(topic);
        await ann.ExpectAsync("joined");

        await ann.PushAsync(topic, "bin", """{"bytes":[0,1,255]}""");
        Assert.Equal("""{"bytes":[0,1,255]}""", (await ann.ExpectReplyAsync("ok")).GetRawText());
        await ann.PushAsync(topic, "bin_error", """{"bytes":[7]}""");
        Assert.Equal("""{"bytes":[7]}""", (await ann.ExpectReplyAsync("error")).GetRawText());
        await ann.PushAsync(topic, "push_bin");
        Assert.Equal("""{"bytes":[1,2,3]}""", (await ann.ExpectEventAsync("bin")).GetRawText());
        await ann.PushAsync(topic, "broadcast_bin");
        Assert.Equal("""{"bytes":[9,8,7,255]}""", (await ann.ExpectEventAsync("bin_all")).GetRawText());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LongPoll_150PushesAtOnce_ArePostedAs100And50_AndAnsweredInOrder(bool isBrowser)
    {
        string topic = "bench:jsmany" + isBrowser;
        await using PhoenixClient ann = await driver.StartAsync(isBrowser, server.Http);
        await ann.ConnectAsync(_socket, "longpoll");
        await ann.JoinAsync(topic);
        await ann.ExpectAsync("joined");

        await ann.PushManyAsync(topic, "echo", 150);

        Assert.Equal(100, (await ann.ExpectAsync("posted")).GetProperty("count").GetInt32());
        Assert.Equal(50, (await ann.ExpectAsync("posted")).GetProperty("count").GetInt32());
        for (int n = 101; n <= 150; n++)
        {
            // The first hundred may have been answered before the second POST was seen.
            JsonElement response;
            do
            {
                response = await ann.ExpectReplyAsync("ok");
            }
            while (n == 101 && response.GetProperty("n").GetInt32() < 101);
            Assert.Equal(n, response.GetProperty("n").GetInt32());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BlockedWebSocket_FallsBackToLongPolling(bool isBrowser)
    {
        string topic = "bench:jsblocked" + isBrowser;
        await using PhoenixClient ann = await driver.StartAsync(isBrowser, server.Http);

        Assert.True(await ann.ConnectAsync(_socket, "blocked"));

        await ann.JoinAsync(topic);
        await ann.ExpectAsync("joined");
        await ann.PushAsync(topic, "echo", """{"n":1}""");
        Assert.Equal("""{"n":1}""", (await ann.ExpectReplyAsync("ok")).GetRawText());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ServerKilledAndStartedAgain_TheSessionIsGone_AndTheClientRejoins(bool isBrowser)
    {
        await using InteropProcess own = await InteropProcess.StartProgramAsync();
        using TcpProxy proxy = own.Proxy();
        var address = new Uri($"http://127.0.0.1:{proxy.Port}");
        await using PhoenixClient ann = await driver.StartAsync(isBrowser, address);
        await ann.ConnectAsync(new Uri(address, "/socket"), "longpoll");
        await ann.JoinAsync("bench:a");
        await ann.ExpectAsync("joined");

        await own.RestartAsync();
        proxy.Server = own.Address;

        await ann.ExpectAsync("closed");
        await ann.ExpectAsync("joined");
        await ann.PushAsync("bench:a", "echo", """{"n":1}""");
        Assert.Equal("""{"n":1}""", (await ann.ExpectReplyAsync("ok")).GetRawText());
    }

    private static string ResponseOf(JsonElement report) => report.GetProperty("response").GetRawText();
}
