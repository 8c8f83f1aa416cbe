using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

public sealed class HeartbeatAndRoutingCases(InteropProcess server) : CatalogueCases(server)
{
    [Fact]
    public async Task Case035_Heartbeat_IsAnswered()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""[null,"7","phoenix","heartbeat",{}]""");

        await client.ExpectAsync("""[null,"7","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case036_HeartbeatWithJoinRef_IsAnsweredWithout()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["x","7","phoenix","heartbeat",{"a":1}]""");

        await client.ExpectAsync("""[null,"7","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case037_OtherEventOnPhoenix_IsUnmatched()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""[null,"8","phoenix","other",{}]""");

        await client.ExpectAsync("""[null,"8","phoenix","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task Case038_JoinOfPhoenix_IsUnmatched()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["1","1","phoenix","phx_join",{}]""");

        await client.ExpectAsync("""[null,"1","phoenix","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task Case039_JoinOfATopicThatIsNotServed_IsUnmatched()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["1","1","zzz","phx_join",{}]""");

        await client.ExpectAsync("""[null,"1","zzz","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task Case040_ExactTopic_MatchesItselfOnly()
    {
        RawClient client = await JoinAsync("exact");

        await client.SendAsync("""["2","2","exact2","phx_join",{}]""");

        await client.ExpectAsync("""[null,"2","exact2","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task Case041_EmptyRestOfATopic_IsServed() => await JoinAsync("room:");

    [Fact]
    public async Task Case044_PushToATopicThatIsNotJoined_IsUnmatchedWithoutJoinRef()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["1","2","room:c44","ev",{}]""");

        await client.ExpectAsync("""[null,"2","room:c44","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task Case045_LeaveOfATopicThatIsNotJoined_IsOkWithoutClose()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["1","2","room:c45","phx_leave",{}]""");

        await client.ExpectAsync("""["1","2","room:c45","phx_reply",{"response":{},"status":"ok"}]""");
        await client.ExpectSilenceAsync();
    }
}
