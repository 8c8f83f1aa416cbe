using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

public sealed class MessageCases(InteropProcess server) : CatalogueCases(server)
{
    [Fact]
    public async Task Case066_Payload_ComesBackAsItWasSent()
    {
        RawClient client = await JoinAsync("bench:c66");

        await client.SendAsync("""["1","2","bench:c66","echo",{"z":1,"a":[null,1.5,"é"]}]""");

        await client.ExpectAsync("""["1","2","bench:c66","phx_reply",{"response":{"z":1,"a":[null,1.5,"é"]},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case067_PushWithoutJoinRef_IsAccepted()
    {
        RawClient client = await JoinAsync("bench:c67");

        await client.SendAsync("""[null,"2","bench:c67","echo",{}]""");

        await client.ExpectAsync("""["1","2","bench:c67","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Theory]
    [InlineData("\"9\"")]
    [InlineData("1")]
    public async Task Case068_PushWithAnotherJoinRef_IsIgnored(string joinRef)
    {
        RawClient client = await JoinAsync("bench:c68");

        await client.SendAsync($$"""[{{joinRef}},"2","bench:c68","echo",{}]""");

        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Case069_LeaveWithAnotherJoinRef_IsIgnored()
    {
        RawClient client = await JoinAsync("bench:c69");

        await client.SendAsync("""["9","2","bench:c69","phx_leave",{}]""");
        await client.SendAsync("""["1","3","bench:c69","echo",{}]""");

        await client.ExpectAsync("""["1","3","bench:c69","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Theory]
    [InlineData("6")]
    [InlineData("null")]
    [InlineData("""{"r":1}""")]
    public async Task Case070_Case071_Case072_RefOfAnyKind_IsEchoed(string reference)
    {
        RawClient client = await JoinAsync("bench:c70");

        await client.SendAsync($$"""["1",{{reference}},"bench:c70","echo",{}]""");

        await client.ExpectAsync($$"""["1",{{reference}},"bench:c70","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Theory]
    [InlineData("\"str\"")]
    [InlineData("[1]")]
    [InlineData("null")]
    public async Task Case073_Case075_PayloadAndReply_MayBeAnyJson(string payload)
    {
        RawClient client = await JoinAsync("bench:c73");

        await client.SendAsync($$"""["1","2","bench:c73","echo",{{payload}}]""");

        await client.ExpectAsync($$"""["1","2","bench:c73","phx_reply",{"response":{{payload}},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case074_FurtherElements_AreIgnored()
    {
        RawClient client = await JoinAsync("bench:c74");

        await client.SendAsync("""["1","2","bench:c74","echo",{},"x","y"]""");

        await client.ExpectAsync("""["1","2","bench:c74","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case076_CustomStatus_IsSent()
    {
        RawClient client = await JoinAsync("room:c76");

        await client.SendAsync("""["1","2","room:c76","custom_reply",{"a":1}]""");

        await client.ExpectAsync("""["1","2","room:c76","phx_reply",{"response":{"a":1},"status":"custom"}]""");
    }

    [Fact]
    public async Task Case078_DeferredReply_IsSentAfterTheChannelStopped()
    {
        RawClient client = await JoinAsync("case:78");

        await client.SendAsync("""["1","2","case:78","later",{"text":"x"}]""");
        await client.SendAsync("""["1","3","case:78","stop",{}]""");

        await client.ExpectAsync(
            """["1","3","case:78","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","case:78","phx_close",{}]""");
        await ReleaseAsync("78");
        await client.ExpectAsync("""["1","2","case:78","phx_reply",{"response":{"text":"x"},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case079_DeferredReplyToAPushWithoutRef_Crashes()
    {
        RawClient client = await JoinAsync("room:c79");

        await client.SendAsync("""["1",null,"room:c79","async",{}]""");

        await client.ExpectAsync("""["1","1","room:c79","phx_error",{"reason":"channel_crash"}]""");
    }

    [Fact]
    public async Task Case080_SlowPush_DelaysItsChannelOnly()
    {
        RawClient client = await JoinAsync("case:80a");
        await JoinAsync(client, "case:80b", "2");

        await client.SendAsync("""["1","3","case:80a","slow",{}]""");
        await client.SendAsync("""["2","4","case:80b","ack",{}]""");
        await client.SendAsync("""["1","5","case:80a","ack",{}]""");
        await client.ExpectAsync("""["2","4","case:80b","phx_reply",{"response":{},"status":"ok"}]""");
        await ReleaseAsync("80a");

        await client.ExpectAsync(
            """["1","3","case:80a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","5","case:80a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"unknown_event\"")]
    public async Task Case081_Case082_UnknownEvent_CrashesTheChannelIfConfigured(string name)
    {
        RawClient client = await JoinAsync("room:c81");

        await client.SendAsync($$"""["1","2","room:c81",{{name}},{}]""");

        await client.ExpectAsync("""["1","1","room:c81","phx_error",{"reason":"channel_crash"}]""");
    }

    [Fact]
    public async Task Case084_EventWithoutReply_IsNotAnswered()
    {
        RawClient client = await JoinAsync("room:c84");

        await client.SendAsync("""["1","2","room:c84","noreply",{}]""");

        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Case085_ReservedEvent_CannotBeSent()
    {
        RawClient client = await JoinAsync("room:c85");

        await client.SendAsync("""["1","2","room:c85","endpoint_broadcast",{"topic":"room:c85","event":"phx_close"}]""");

        await client.ExpectAsync("""["1","1","room:c85","phx_error",{"reason":"channel_crash"}]""");
    }
}
