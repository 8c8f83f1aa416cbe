using System.Net.WebSockets;
using System.Text;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Untyped;

public class UntypedChannelTests
{
    private const string Crashed = """["1","1","raw:a","phx_error",{"reason":"channel_crash"}]""";
    private const string LastWords = """["1",null,"raw:a","last_words",{}]""";

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"nick":"ann","list":[1,2.5,null]}""")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public async Task Join_Ok_RepliesAnyJson(string payload)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync($$"""["1","1","raw:a","phx_join",{{payload}}]""");

        await client.ExpectAsync($$"""["1","1","raw:a","phx_reply",{"response":{{payload}},"status":"ok"}]""");
    }

    [Theory]
    [InlineData("raw:refused", """{"response":{"text":5},"status":"error"}""")]
    [InlineData("raw:custom", """{"response":{"text":5},"status":"later"}""")]
    [InlineData("raw:none", """{"response":{"reason":"join crashed"},"status":"error"}""")]
    [InlineData("raw:crash", """{"response":{"reason":"join crashed"},"status":"error"}""")]
    [InlineData("raw:read", """{"response":{"reason":"invalid payload","refused_by":"server"},"status":"error"}""")]
    public async Task Join_NotOk_IsAnsweredAndNotJoined(string topic, string reply)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync($$"""["1","1","{{topic}}","phx_join",{"text":5}]""");
        await client.SendAsync($$"""["1","2","{{topic}}","echo",{}]""");

        await client.ExpectAsync(
            $"""["1","1","{topic}","phx_reply",{reply}]""",
            $$"""[null,"2","{{topic}}","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task AfterJoin_JoinWithoutJoinRef_PushesCarryTheRefOfTheJoin()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""[null,7,"raw:after","phx_join",{}]""");

        await client.ExpectAsync(
            """[null,7,"raw:after","phx_reply",{"response":{},"status":"ok"}]""",
            """[7,null,"raw:after","hello",{"join_ref":7,"ref":null}]""");
    }

    [Theory]
    [InlineData("echo", """{"a":{"b":[]}}""", """{"response":{"a":{"b":[]}},"status":"ok"}""")]
    [InlineData("echo", """{"k\"\\/ \u0000":"<é&>"}""", """{"response":{"k\"\\/ \u0000":"<é&>"},"status":"ok"}""")]
    [InlineData("echo", "[1,2]", """{"response":[1,2],"status":"ok"}""")]
    [InlineData("echo", "null", """{"response":null,"status":"ok"}""")]
    [InlineData("echo", "1e+21", """{"response":1e+21,"status":"ok"}""")]
    [InlineData("error", """{"reason":"nope"}""", """{"response":{"reason":"nope"},"status":"error"}""")]
    [InlineData("custom", """{"a":1}""", """{"response":{"a":1},"status":"custom"}""")]
    [InlineData("bare", """{"a":1}""", """{"response":{},"status":"ok"}""")]
    [InlineData("refs", "{}", """{"response":["1","2"],"status":"ok"}""")]
    [InlineData("note", """{"text":"x"}""", """{"response":{"text":"x"},"status":"ok"}""")]
    [InlineData("note", """{"text":5}""", """{"response":{"reason":"invalid payload","refused_by":"server"},"status":"error"}""")]
    [InlineData("nope", "{}", """{"response":{"reason":"unknown event","refused_by":"server"},"status":"error"}""")]
    [InlineData("phx_close", "{}", """{"response":{"reason":"unknown event","refused_by":"server"},"status":"error"}""")]
    [InlineData("é", "{}", """{"response":{"reason":"unknown event","refused_by":"server"},"status":"error"}""")]
    public async Task Push_IsAnswered(string eventName, string payload, string reply)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync($"""["1","2","raw:a","{eventName}",{payload}]""");

        await client.ExpectAsync($"""["1","2","raw:a","phx_reply",{reply}]""");
    }

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("[\"echo\"]")]
    public async Task Push_EventIsNotAString_IsUnknown(string eventName)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync($"""["1","2","raw:a",{eventName},"payload"]""");

        await client.ExpectAsync("""["1","2","raw:a","phx_reply",{"response":{"reason":"unknown event","refused_by":"server"},"status":"error"}]""");
    }

    [Fact]
    public async Task Push_Throws_CallsTerminateThenSendsError()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","crash",{}]""");

        await client.ExpectAsync(LastWords, Crashed);
        Assert.Equal(TerminateReason.Crashed, await server.Log.Terminated.Reader.ReadAsync());
        await server.Log.Disposed.Task.Within();
    }

    [Fact]
    public async Task Pushes_OfSeveralNames_KeepTheirNamesAndOrderWhileOneWaits()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","slow",{"n":1}]""");
        await client.SendAsync("""["1","3","raw:a","echo",{"n":2}]""");
        await client.SendAsync("""["1","4","raw:a","error",{"n":3}]""");
        await client.SendAsync("""["1","5","raw:a",6,{}]""");
        server.Log.Release.SetResult();

        await client.ExpectAsync(
            """["1","2","raw:a","phx_reply",{"response":{"n":1},"status":"ok"}]""",
            """["1","3","raw:a","phx_reply",{"response":{"n":2},"status":"ok"}]""",
            """["1","4","raw:a","phx_reply",{"response":{"n":3},"status":"error"}]""",
            """["1","5","raw:a","phx_reply",{"response":{"reason":"unknown event","refused_by":"server"},"status":"error"}]""");
    }

    [Fact]
    public async Task DeferredReply_IsAnsweredOnceWhileOthersAreHandled()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","later",{}]""");
        await client.SendAsync("""["1","3","raw:a","bare",{}]""");
        await client.ExpectAsync("""["1","3","raw:a","phx_reply",{"response":{},"status":"ok"}]""");
        DeferredReply deferred = server.Log.UntypedDeferred!;
        Assert.Throws<ArgumentException>(() => deferred.Send(ChannelReply.None));
        Assert.Throws<ArgumentException>(() => deferred.Send(ChannelReply.Deferred));
        deferred.Send(ChannelReply.WithStatus("done", ChannelPayload.FromJson("[1]")));

        await client.ExpectAsync("""["1","2","raw:a","phx_reply",{"response":[1],"status":"done"}]""");
        Assert.Throws<InvalidOperationException>(() => deferred.Send(ChannelReply.Ok()));
    }

    [Fact]
    public async Task DeferredReply_OfAPushWithoutRef_Crashes()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1",null,"raw:a","later",{}]""");

        await client.ExpectAsync(LastWords, Crashed);
        Assert.Null(server.Log.UntypedDeferred);
    }

    [Theory]
    [InlineData("push", "[1]")]
    [InlineData("push", "null")]
    [InlineData("all", "\"text\"")]
    [InlineData("others", "3")]
    public async Task Payload_NeitherObjectNorBytes_CannotBePushedOrBroadcast(string eventName, string payload)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync($"""["1","2","raw:a","{eventName}",{payload}]""");

        await client.ExpectAsync(LastWords, Crashed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("phx_reply")]
    public async Task EventName_OfTheProtocol_CannotBePushed(string name)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync($$"""["1","2","raw:a","named",{"event":"{{name}}"}]""");

        await client.ExpectAsync(LastWords, Crashed);
    }

    [Fact]
    public async Task Intercepted_IsHandledByTheChannel()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","private",{"a":1}]""");
        await client.SendAsync("""["1","3","raw:a","private",{"drop":1}]""");
        await client.SendAsync("""["1","4","raw:a","passed_on",{"b":2}]""");

        await client.ExpectAsync("""["1",null,"raw:a","private",{"was":{"a":1}}]""", """["1",null,"raw:a","passed_on",{"b":2}]""");
    }

    [Fact]
    public async Task Binary_IsSentAndReceived()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await SendBinaryAsync("\u0000\u0001\u0001\u0005\u000412raw:aecho\u0007\u0008");
        await client.ExpectBinaryAsync("\u0001\u0001\u0001\u0005\u000212raw:aok\u0007\u0008");
        await SendBinaryAsync("\u0000\u0001\u0001\u0005\u000613raw:acustom\u0009");
        await client.ExpectBinaryAsync("\u0001\u0001\u0001\u0005\u000613raw:acustom\u0009");
        await SendBinaryAsync("\u0000\u0001\u0001\u0005\u000414raw:apushP");
        await client.ExpectBinaryAsync("\u0000\u0001\u0005\u00061raw:apushedP");
        await SendBinaryAsync("\u0000\u0001\u0001\u0005\u000315raw:aallB");
        await client.ExpectBinaryAsync("\u0002\u0005\u0006raw:ato_allB");
        await client.ExpectAsync("""["1","5","raw:a","phx_reply",{"response":{},"status":"ok"}]""");
        await SendBinaryAsync("\u0000\u0001\u0001\u0005\u000916raw:apassed_onI");
        await client.ExpectBinaryAsync("\u0000\u0001\u0005\u00091raw:apassed_onI");
        await SendBinaryAsync("\u0000\u0001\u0001\u0005\u000417raw:anote{}");
        await client.ExpectAsync("""["1","7","raw:a","phx_reply",{"response":{"reason":"invalid payload","refused_by":"server"},"status":"error"}]""");

        Task SendBinaryAsync(string bytes) => client.SendAsync(Encoding.Latin1.GetBytes(bytes), WebSocketMessageType.Binary);
    }

    [Fact]
    public async Task V1_PushesAnyJsonAndBroadcastsObjects()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync("");

        await client.SendAsync("""{"topic":"raw:a","event":"phx_join","payload":{},"ref":"1"}""");
        await client.SendAsync("""{"topic":"raw:a","event":"push","payload":[1],"ref":"2"}""");
        await client.SendAsync("""{"topic":"raw:a","event":"refs","payload":{},"ref":3}""");
        await client.SendAsync("""{"topic":"raw:a","event":"all","payload":[1],"ref":"4"}""");

        await client.ExpectAsync(
            """{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"1","topic":"raw:a"}""",
            """{"event":"pushed","payload":[1],"ref":null,"topic":"raw:a"}""",
            """{"event":"phx_reply","payload":{"response":["1",3],"status":"ok"},"ref":3,"topic":"raw:a"}""",
            """{"event":"last_words","payload":{},"ref":null,"topic":"raw:a"}""",
            """{"event":"phx_error","payload":{"reason":"channel_crash"},"ref":null,"topic":"raw:a"}""");
    }

    // The transport does not check the UTF-8 of a binary message, and the payload would reach other clients as text.
    [Fact]
    public async Task V1_BinaryMessageThatIsNotUtf8_ClosesTheConnection()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync("");

        await client.SendAsync(
            Encoding.Latin1.GetBytes("{\"topic\":\"raw:a\",\"event\":\"phx_join\",\"payload\":{\"a\":\"\u00ff\"},\"ref\":\"1\"}"),
            WebSocketMessageType.Binary);

        await client.ExpectAsync("close 1011");
    }

    [Fact]
    public async Task Channels_BroadcastFromAnywhere()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await server.Channels.BroadcastAsync("raw:a", "sys", ChannelPayload.FromJson("""{"z":1}"""));
        await server.Channels.BroadcastAsync("raw:a", "bare");
        await server.Channels.BroadcastAsync("raw:a", "bin", ChannelPayload.FromBytes(new byte[] { 1, 2 }));
        await server.Channels.BroadcastAsync("raw:a", "private", ChannelPayload.FromJson("""{"a":1}"""));

        await client.ExpectAsync("""[null,null,"raw:a","sys",{"z":1}]""", """[null,null,"raw:a","bare",{}]""");
        await client.ExpectBinaryAsync("\u0002\u0005\u0003raw:abin\u0001\u0002");
        await client.ExpectAsync("""["1",null,"raw:a","private",{"was":{"a":1}}]""");
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await server.Channels.BroadcastAsync("raw:a", "sys", ChannelPayload.FromJson("[1]")));
        await Assert.ThrowsAsync<ArgumentException>(async () => await server.Channels.BroadcastAsync("raw:a", "phx_error"));
    }

    [Fact]
    public async Task Add_WithoutContract_TakesTopicsInOrderAndEachPatternOnce()
    {
        string? twice = null;
        string? without = null;
        await using FixtureServer server = await FixtureServer.StartAsync(use: app => app.MapChannels("/any", socket =>
        {
            socket.Add<UntypedFixtureChannel>("{topic}");
            twice = Assert.Throws<InvalidOperationException>(() => socket.Add<UntypedFixtureChannel>("{topic}")).Message;
            without = Assert.Throws<InvalidOperationException>(() => socket.Add<UntypedFixtureChannel>()).Message;
            Assert.Throws<ArgumentException>(() => socket.Add<UntypedFixtureChannel>("other", "phx_join"));
        }));
        RawClient client = await server.ConnectAsync(path: "/any/websocket");

        await client.SendAsync("""["1","1","","phx_join",{"a":1}]""");

        await client.ExpectAsync("""["1","1","","phx_reply",{"response":{"a":1},"status":"ok"}]""");
        Assert.Contains("'{topic}'", twice, StringComparison.Ordinal);
        Assert.Contains("socket.Add<", without, StringComparison.Ordinal);
    }
}
