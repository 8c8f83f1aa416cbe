using System.Net.WebSockets;
using System.Text;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Versions;

/// <summary>Frames of version 1.0.0, and binary frames of version 2.0.0.</summary>
public class FormatTests
{
    [Theory]
    [InlineData("")]
    [InlineData("vsn=1.0.0")]
    [InlineData("vsn=1.0.9")]
    public async Task V1_JoinPushAndLeave_AreObjectsWithFourKeys(string query)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync(query);

        await client.SendAsync("""{"topic":"room:a","event":"phx_join","payload":{},"ref":"1"}""");
        await client.SendAsync("""{"topic":"room:a","event":"echo","payload":{"a":1},"ref":2}""");
        await client.SendAsync("""{"topic":"room:a","event":"phx_leave","payload":{},"ref":"3"}""");

        await client.ExpectAsync(
            """{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"1","topic":"room:a"}""",
            """{"event":"phx_reply","payload":{"response":{"a":1},"status":"ok"},"ref":2,"topic":"room:a"}""",
            """{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"3","topic":"room:a"}""",
            """{"event":"phx_close","payload":{},"ref":null,"topic":"room:a"}""");
    }

    [Fact]
    public async Task V1_JoinRef_IsComparedAndIsTheRefOfTheClose()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync("");

        await client.SendAsync("""{"topic":"room:a","event":"phx_join","payload":{},"ref":"1","join_ref":"55"}""");
        await client.SendAsync("""{"topic":"room:a","event":"ack","payload":{},"ref":"2","join_ref":"54"}""");
        await client.SendAsync("""{"topic":"room:a","event":"stop","payload":{},"ref":"3","join_ref":"55"}""");

        await client.ExpectAsync(
            """{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"1","topic":"room:a"}""",
            """{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"3","topic":"room:a"}""",
            """{"event":"phx_close","payload":{},"ref":"55","topic":"room:a"}""");
    }

    [Theory]
    [InlineData("""["1","1","room:a","phx_join",{}]""")]
    [InlineData("""{"topic":"room:a","event":"phx_join","payload":{}}""")]
    [InlineData("""{"topic":"room:a","event":"phx_join","ref":"1"}""")]
    [InlineData("""{"topic":"room:a","payload":{},"ref":"1"}""")]
    [InlineData("""{"event":"phx_join","payload":{},"ref":"1"}""")]
    [InlineData("""{"topic":"room:a","event":"phx_join","payload":{},"ref":"1"} x""")]
    [InlineData("""{"topic":"room:a","event":"phx_join","payload":{},"ref":"1""")]
    public async Task V1_Malformed_ClosesWith1011(string frame)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync("");

        await client.SendAsync(frame);

        await client.ExpectAsync("close 1011");
    }

    [Fact]
    public async Task BinaryHeartbeatJoinAndLeave_AreAnsweredAsJson()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync(Push("", "7", "phoenix", "heartbeat", "xx"), WebSocketMessageType.Binary);
        await client.SendAsync(Push("1", "1", "room:a", "phx_join", ""), WebSocketMessageType.Binary);
        await client.SendAsync(Push("1", "2", "room:a", "phx_leave", ""), WebSocketMessageType.Binary);

        await client.ExpectAsync(
            """[null,"7","phoenix","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","room:a","phx_close",{}]""");
    }

    [Fact]
    public async Task BytesForJson_AndJsonForBytes_AreInvalidPayloads()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync(Push("1", "2", "room:a", "note", "{}"), WebSocketMessageType.Binary);
        await client.SendAsync("""["1","3","room:a","bytes",{}]""");

        await client.ExpectAsync(
            """["1","2","room:a","phx_reply",{"response":{"reason":"invalid payload","refused_by":"server"},"status":"error"}]""",
            """["1","3","room:a","phx_reply",{"response":{"reason":"invalid payload","refused_by":"server"},"status":"error"}]""");
    }

    [Fact]
    public async Task BinaryBroadcastAndPush_ReachClientsOfVersion2Only()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient old = await server.ConnectAsync("");
        await old.SendAsync("""{"topic":"room:a","event":"phx_join","payload":{},"ref":"1"}""");
        await old.ExpectAsync("""{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"1","topic":"room:a"}""");
        RawClient other = await server.JoinAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","bytes_all",{}]""");
        await client.SendAsync("""["1","3","room:a","bytes_me",{}]""");

        await client.ExpectBinaryAsync("\u0002\u0006\u0003" + "room:araw" + "\u0007\u0008");
        await client.ExpectAsync("""["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        await client.ExpectBinaryAsync("\0\u0001\u0006\u0003" + "1room:araw" + "\u0007\u0008");
        await client.ExpectAsync("""["1","3","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        await other.ExpectBinaryAsync("\u0002\u0006\u0003" + "room:araw" + "\u0007\u0008");
        await old.SendAsync("""{"topic":"room:a","event":"ack","payload":{},"ref":"2"}""");
        await old.ExpectAsync("""{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"2","topic":"room:a"}""");
    }

    [Fact]
    public async Task Bytes_ToAClientOfV1_CrashItsChannel()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync("");
        await client.SendAsync("""{"topic":"room:a","event":"phx_join","payload":{},"ref":"1"}""");

        await client.SendAsync("""{"topic":"room:a","event":"bytes_me","payload":{},"ref":"2"}""");

        await client.ExpectAsync(
            """{"event":"phx_reply","payload":{"response":{},"status":"ok"},"ref":"1","topic":"room:a"}""",
            """{"event":"phx_error","payload":{"reason":"channel_crash"},"ref":null,"topic":"room:a"}""");
    }

    private static byte[] Push(string joinRef, string reference, string topic, string eventName, string payload) =>
    [
        0, (byte)joinRef.Length, (byte)reference.Length, (byte)topic.Length, (byte)eventName.Length,
        .. Encoding.Latin1.GetBytes(joinRef + reference + topic + eventName + payload),
    ];
}
