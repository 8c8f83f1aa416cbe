using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

public sealed class BroadcastCases(InteropProcess server) : CatalogueCases(server)
{
    [Fact]
    public async Task Case087_Broadcast_ReachesTheSenderBeforeItsReplyAndAllOthers()
    {
        RawClient sender = await JoinAsync("room:c87");
        RawClient other = await JoinAsync("room:c87");

        await sender.SendAsync("""["1","2","room:c87","new_msg",{"a":1}]""");

        await sender.ExpectAsync(
            """[null,null,"room:c87","new_msg",{"a":1}]""",
            """["1","2","room:c87","phx_reply",{"response":{"sent":true},"status":"ok"}]""");
        await other.ExpectAsync("""[null,null,"room:c87","new_msg",{"a":1}]""");
    }

    [Fact]
    public async Task Case088_BroadcastFrom_ExcludesTheSender()
    {
        RawClient sender = await JoinAsync("room:c88");
        RawClient other = await JoinAsync("room:c88");

        await sender.SendAsync("""["1","2","room:c88","new_msg_from",{"a":1}]""");

        await sender.ExpectAsync("""["1","2","room:c88","phx_reply",{"response":{"sent":true},"status":"ok"}]""");
        await other.ExpectAsync("""[null,null,"room:c88","new_msg",{"a":1}]""");
        await sender.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Case089_Intercepted_ComesAsAPushAfterTheReply()
    {
        RawClient client = await JoinAsync("case:89");

        await client.SendAsync("""["1","2","case:89","intercepted",{"text":"q"}]""");

        await client.ExpectAsync(
            """["1","2","case:89","phx_reply",{"response":{},"status":"ok"}]""",
            """["1",null,"case:89","intercepted",{"text":"q via out"}]""");
    }

    [Fact]
    public async Task Case090_PushesBroadcastsAndReply_KeepTheirOrder()
    {
        RawClient client = await JoinAsync("case:90");

        await client.SendAsync("""["1","2","case:90","order",{}]""");

        await client.ExpectAsync(
            """["1",null,"case:90","pushed",{"text":"1"}]""",
            """[null,null,"case:90","broadcast",{"text":"2"}]""",
            """["1",null,"case:90","pushed",{"text":"4"}]""",
            """["1","2","case:90","phx_reply",{"response":{},"status":"ok"}]""",
            """["1",null,"case:90","intercepted",{"text":"3 via out"}]""");
    }

    [Fact]
    public async Task Case091_PushThatIsNoObject_Crashes()
    {
        RawClient client = await JoinAsync("room:c91");

        await client.SendAsync("""["1","2","room:c91","whisper",[1]]""");

        await client.ExpectAsync("""["1","1","room:c91","phx_error",{"reason":"channel_crash"}]""");
    }

    [Fact]
    public async Task Case092_BroadcastThatIsNoObject_CrashesTheSenderAndIsNotSent()
    {
        RawClient sender = await JoinAsync("room:c92");
        RawClient other = await JoinAsync("room:c92");

        await sender.SendAsync("""["1","2","room:c92","new_msg",[1]]""");

        await sender.ExpectAsync("""["1","1","room:c92","phx_error",{"reason":"channel_crash"}]""");
        await other.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Case093_BroadcastFromOutside_ReachesEachInItsVersion()
    {
        RawClient second = await JoinAsync("room:c93");
        RawClient first = await ConnectAsync("/socket/websocket");
        await first.SendAsync("""{"topic":"room:c93","event":"phx_join","payload":{},"ref":"1"}""");
        await first.ExpectAsync("""{"event":"phx_reply","payload":{"response":{"room":"c93","nick":null},"status":"ok"},"ref":"1","topic":"room:c93"}""");
        RawClient outside = await JoinAsync("room:c93-outside");

        await outside.SendAsync("""["1","2","room:c93-outside","endpoint_broadcast",{"topic":"room:c93","event":"ev","payload":{"a":1}}]""");

        await second.ExpectAsync("""[null,null,"room:c93","ev",{"a":1}]""");
        await first.ExpectAsync("""{"event":"ev","payload":{"a":1},"ref":null,"topic":"room:c93"}""");
    }

    [Fact]
    public async Task Case094_BroadcastToABusyChannel_IsSentAtOnceUnlessIntercepted()
    {
        RawClient busy = await JoinAsync("case:94");
        RawClient sender = await JoinAsync("case:94");
        await busy.SendAsync("""["1","2","case:94","slow",{}]""");
        await busy.ExpectSilenceAsync(); // The server has read the slow push and handles it.

        await sender.SendAsync("""["1","2","case:94","order",{}]""");

        await busy.ExpectAsync("""[null,null,"case:94","broadcast",{"text":"2"}]""");
        await busy.ExpectSilenceAsync();
        await ReleaseAsync("94");
        await busy.ExpectAsync(
            """["1","2","case:94","phx_reply",{"response":{},"status":"ok"}]""",
            """["1",null,"case:94","intercepted",{"text":"3 via out"}]""");
    }

    [Fact]
    public async Task Case096_BinaryBroadcast_IsAFrameOfKind2()
    {
        RawClient client = await JoinAsync("room:c96");

        await client.SendAsync("""["1","2","room:c96","broadcast_bin",{}]""");

        await client.ExpectBinaryAsync("\u0002\u0008\u0007room:c96bin_all\u0009\u0008\u0007\u00ff");
        await client.ExpectAsync("""["1","2","room:c96","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case098_BroadcastWithoutSubscribers_IsNoError()
    {
        RawClient client = await JoinAsync("room:c98");

        await client.SendAsync("""["1","2","room:c98","endpoint_broadcast",{"topic":"room:c98-empty","event":"ev"}]""");

        await client.ExpectAsync("""["1","2","room:c98","phx_reply",{"response":{},"status":"ok"}]""");
    }
}
