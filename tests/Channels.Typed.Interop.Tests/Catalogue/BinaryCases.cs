using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

public sealed class BinaryCases(InteropProcess server) : CatalogueCases(server)
{
    [Fact]
    public async Task Case136_BinaryPush_IsAnsweredWithPushBroadcastAndReply()
    {
        RawClient client = await JoinAsync("case:136");

        await client.SendBinaryAsync("\0\u0001\u0001\u0008\u000512case:136bytes\u0001\u0002");

        await client.ExpectBinaryAsync("\0\u0001\u0008\u000c1case:136bytes_pushed\0\u0001");
        await client.ExpectBinaryAsync("\u0002\u0008\u000fcase:136bytes_broadcast\u0007\u0008\u0009");
        await client.ExpectBinaryAsync("\u0001\u0001\u0001\u0008\u000212case:136ok\u0001\u0002\u0003\u0004");
    }

    [Fact]
    public async Task Case137_BinaryPushWithoutJoinRef_IsStale()
    {
        RawClient client = await JoinAsync("room:137");

        await client.SendBinaryAsync("\0\0\u0001\u0008\u00033room:137bin\u0001");

        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Case138_BinaryPushWithoutRefAndData_GetsAReplyWithoutRefAndData()
    {
        RawClient client = await JoinAsync("room:138");

        await client.SendBinaryAsync("\0\u0001\0\u0008\u00031room:138bin");

        await client.ExpectBinaryAsync("\u0001\u0001\0\u0008\u00021room:138ok");
    }

    [Fact]
    public async Task Case139_BinaryEcho_IsBinary()
    {
        RawClient client = await JoinAsync("bench:139");

        await client.SendBinaryAsync("\0\u0001\u0001\u0009\u000412bench:139echo\u00ff\0");

        await client.ExpectBinaryAsync("\u0001\u0001\u0001\u0009\u000212bench:139ok\u00ff\0");
    }

    [Fact]
    public async Task Case140_TextPush_MayBeAnsweredWithBytes()
    {
        RawClient client = await JoinAsync("case:140");

        await client.SendAsync("""["1","2","case:140","want_bytes",{}]""");

        await client.ExpectBinaryAsync("\u0001\u0001\u0001\u0008\u000212case:140ok\u00ff\u00fe");
    }

    [Fact]
    public async Task Case141_BinaryHeartbeat_IsAnsweredAsJson()
    {
        RawClient client = await ConnectAsync();

        await client.SendBinaryAsync("\0\0\u0001\u0007\u00099phoenixheartbeat");

        await client.ExpectAsync("""[null,"9","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case142_NumbersAsRefs_AreTextInBinaryFrames()
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync("""[7,7,"case:142","phx_join",{}]""");
        await client.ExpectAsync("""[7,7,"case:142","phx_reply",{"response":{"name":"142"},"status":"ok"}]""");

        await client.SendAsync("""[7,8,"case:142","want_bytes",{}]""");

        await client.ExpectBinaryAsync("\u0001\u0001\u0001\u0008\u000278case:142ok\u00ff\u00fe");
    }

    [Theory]
    [InlineData("push_bin")]
    [InlineData("broadcast_bin")]
    public async Task Case146_BytesToAClientOfV1_CrashItsChannel(string name)
    {
        RawClient client = await ConnectAsync("/socket/websocket");
        await client.SendAsync("""{"topic":"room:146","event":"phx_join","payload":{},"ref":"1"}""");
        await client.ExpectAsync("""{"event":"phx_reply","payload":{"response":{"room":"146","nick":null},"status":"ok"},"ref":"1","topic":"room:146"}""");

        await client.SendAsync($$"""{"topic":"room:146","event":"{{name}}","payload":{},"ref":"2"}""");

        await client.ExpectAsync("""{"event":"phx_error","payload":{"reason":"channel_crash"},"ref":null,"topic":"room:146"}""");
    }
}
