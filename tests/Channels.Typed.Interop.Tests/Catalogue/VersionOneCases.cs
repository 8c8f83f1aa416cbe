using System.Net.WebSockets;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

public sealed class VersionOneCases(InteropProcess server) : CatalogueCases(server)
{
    [Fact]
    public async Task Case147_Heartbeat_IsAnsweredAsAnObject()
    {
        RawClient client = await ConnectAsync("/socket/websocket");

        await client.SendAsync("""{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"1"}""");

        await client.ExpectAsync("""{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"1","topic":"phoenix"}""");
    }

    [Fact]
    public async Task Case148_Case149_Join_HasNoJoinRefAndPushesWithOneAreStale()
    {
        RawClient client = await ConnectAsync("/socket/websocket?vsn=1.0.0");

        await client.SendAsync("""{"topic":"case:148","event":"phx_join","payload":{"after":true},"ref":"1"}""");
        await client.ExpectAsync(
            """{"event":"phx_reply","payload":{"response":{"name":"148"},"status":"ok"},"ref":"1","topic":"case:148"}""",
            """{"event":"entered","payload":{"text":"all"},"ref":null,"topic":"case:148"}""",
            """{"event":"hello","payload":{"text":"you"},"ref":null,"topic":"case:148"}""");

        await client.SendAsync("""{"topic":"case:148","event":"ack","payload":{},"ref":"2","join_ref":"1"}""");
        await client.SendAsync("""{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"3"}""");
        await client.ExpectAsync("""{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"3","topic":"phoenix"}""");
    }

    [Fact]
    public async Task Case150_Crash_HasNoRef()
    {
        RawClient client = await ConnectAsync("/socket/websocket");
        await client.SendAsync("""{"topic":"bench:150","event":"phx_join","payload":{},"ref":"1"}""");
        await client.ExpectAsync("""{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"1","topic":"bench:150"}""");

        await client.SendAsync("""{"topic":"bench:150","event":"unknown_event","payload":{},"ref":"2"}""");

        await client.ExpectAsync("""{"event":"phx_error","payload":{"reason":"channel_crash"},"ref":null,"topic":"bench:150"}""");
    }

    [Fact]
    public async Task Case151_JoinRef_ComesBackAsTheRefOfTheClose()
    {
        RawClient client = await ConnectAsync("/socket/websocket");
        await client.SendAsync("""{"topic":"bench:151","event":"phx_join","payload":{},"ref":"5","join_ref":"55"}""");
        await client.ExpectAsync("""{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"5","topic":"bench:151"}""");

        await client.SendAsync("""{"topic":"bench:151","event":"phx_leave","payload":{},"ref":"6","join_ref":"55"}""");

        await client.ExpectAsync(
            """{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"6","topic":"bench:151"}""",
            """{"event":"phx_close","payload":{},"ref":"55","topic":"bench:151"}""");
    }

    [Theory]
    [InlineData("""{"topic":"phoenix","event":"heartbeat","payload":{}}""")]
    [InlineData("""{"topic":"phoenix","event":"heartbeat","ref":"1"}""")]
    [InlineData("""[null,"1","phoenix","heartbeat",{}]""")]
    public async Task Case152_MalformedObject_ClosesWith1011(string text)
    {
        RawClient client = await ConnectAsync("/socket/websocket");

        await client.SendAsync(text);

        await client.ExpectCloseAsync(1011);
    }

    [Fact]
    public async Task Case153_JsonInABinaryFrame_IsRead()
    {
        RawClient client = await ConnectAsync("/socket/websocket");

        await client.SendAsync(
            """{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"1"}"""u8.ToArray(), WebSocketMessageType.Binary);

        await client.ExpectAsync("""{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"1","topic":"phoenix"}""");
    }
}
