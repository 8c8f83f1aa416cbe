using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

public sealed class JoinCases(InteropProcess server) : CatalogueCases(server)
{
    [Fact]
    public async Task Case046_AfterTheJoin_ReplyBroadcastAndPushComeInOrder()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["1","1","case:46","phx_join",{"after":true}]""");

        await client.ExpectAsync(
            """["1","1","case:46","phx_reply",{"response":{"name":"46"},"status":"ok"}]""",
            """[null,null,"case:46","entered",{"text":"all"}]""",
            """["1",null,"case:46","hello",{"text":"you"}]""");
    }

    [Fact]
    public async Task Case047_JoinWithReply_HasIt()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["1","1","room:c47","phx_join",{"nick":"ann"}]""");

        await client.ExpectAsync("""["1","1","room:c47","phx_reply",{"response":{"room":"c47","nick":"ann"},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case048_JoinRefused_HasTheReason()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["1","1","room:c48","phx_join",{"nick":""}]""");

        await client.ExpectAsync("""["1","1","room:c48","phx_reply",{"response":{"reason":"nick required"},"status":"error"}]""");
    }

    [Theory]
    [InlineData("room:c50", """{"raise":true}""")]
    [InlineData("room:c50", "[]")]
    [InlineData("case:50", """{"push":true}""")]
    public async Task Case050_JoinThatThrows_RepliesJoinCrashed(string topic, string payload)
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync($$"""["1","1","{{topic}}","phx_join",{{payload}}]""");

        await client.ExpectAsync($$"""["1","1","{{topic}}","phx_reply",{"response":{"reason":"join crashed"},"status":"error"}]""");
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Case051_PushAfterAFailedJoin_IsUnmatched()
    {
        RawClient client = await ConnectAsync();
        await client.SendAsync("""["1","1","room:c51","phx_join",{"raise":true}]""");
        await client.ExpectAsync("""["1","1","room:c51","phx_reply",{"response":{"reason":"join crashed"},"status":"error"}]""");

        await client.SendAsync("""["1","2","room:c51","echo",{}]""");

        await client.ExpectAsync("""[null,"2","room:c51","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task Case052_Case053_Case054_JoinWithoutJoinRef_PushesCarryTheRefOfTheJoin()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""[null,"1","case:52","phx_join",{"after":true}]""");
        await client.ExpectAsync(
            """[null,"1","case:52","phx_reply",{"response":{"name":"52"},"status":"ok"}]""",
            """[null,null,"case:52","entered",{"text":"all"}]""",
            """["1",null,"case:52","hello",{"text":"you"}]""");

        await client.SendAsync("""["1","2","case:52","ack",{}]""");
        await client.ExpectSilenceAsync();

        await client.SendAsync("""[null,"4","case:52","phx_leave",{}]""");
        await client.ExpectAsync(
            """["1","4","case:52","phx_reply",{"response":{},"status":"ok"}]""",
            """[null,null,"case:52","phx_close",{}]""");
    }

    [Fact]
    public async Task Case055_JoinWithoutRef_GetsAReplyWithoutRef()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["1",null,"bench:c55","phx_join",{}]""");

        await client.ExpectAsync("""["1",null,"bench:c55","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case056_NumbersAsRefs_StayNumbers()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""[1,1,"bench:c56","phx_join",{}]""");
        await client.SendAsync("""[1,2,"bench:c56","echo",{}]""");
        await client.SendAsync("""["1",3,"bench:c56","echo",{}]""");

        await client.ExpectAsync(
            """[1,1,"bench:c56","phx_reply",{"response":{},"status":"ok"}]""",
            """[1,2,"bench:c56","phx_reply",{"response":{},"status":"ok"}]""");
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Case057_ObjectsAsRefs_AreEchoed()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""[{"j":1},{"r":1},"bench:c57","phx_join",{}]""");

        await client.ExpectAsync("""[{"j":1},{"r":1},"bench:c57","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case058_SlowJoin_DelaysItsTopicOnly()
    {
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["1","1","case:58","phx_join",{"wait":true}]""");
        await client.SendAsync("""["1","2","case:58","ack",{}]""");
        await client.SendAsync("""["1","3","case:58","phx_leave",{}]""");
        await client.SendAsync("""[null,"9","phoenix","heartbeat",{}]""");
        await client.ExpectAsync("""[null,"9","phoenix","phx_reply",{"response":{},"status":"ok"}]""");
        await ReleaseAsync("58");

        await client.ExpectAsync(
            """["1","1","case:58","phx_reply",{"response":{"name":"58"},"status":"ok"}]""",
            """["1","2","case:58","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","3","case:58","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","case:58","phx_close",{}]""");
    }

    [Fact]
    public async Task Case059_JoinBeyondTheLimitOfTheMount_IsRefused()
    {
        RawClient client = await JoinedTwiceAsync("c59");

        await client.SendAsync("""["3","3","bench:c59c","phx_join",{}]""");

        await client.ExpectAsync("""["3","3","bench:c59c","phx_reply",{"response":{"reason":"too many channels joined"},"status":"error"}]""");
    }

    [Fact]
    public async Task Case060_HundredAndFirstJoin_IsRefused()
    {
        RawClient client = await ConnectAsync();
        for (int i = 1; i <= 100; i++)
        {
            await JoinAsync(client, $"bench:c60-{i}", $"{i}");
        }

        await client.SendAsync("""["x","x","bench:c60-101","phx_join",{}]""");

        await client.ExpectAsync("""["x","x","bench:c60-101","phx_reply",{"response":{"reason":"too many channels joined"},"status":"error"}]""");
    }

    [Fact]
    public async Task Case061_JoinAgainAtTheLimit_ReplacesTheChannel()
    {
        RawClient client = await JoinedTwiceAsync("c61");

        await client.SendAsync("""["8","8","bench:c61a","phx_join",{}]""");

        await client.ExpectAsync(
            """["8","8","bench:c61a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","bench:c61a","phx_close",{}]""");
    }

    [Fact]
    public async Task Case062_LeaveAtTheLimit_AllowsAnotherJoin()
    {
        RawClient client = await JoinedTwiceAsync("c62");
        await client.SendAsync("""["1","7","bench:c62a","phx_leave",{}]""");
        await client.ExpectAsync(
            """["1","7","bench:c62a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","bench:c62a","phx_close",{}]""");

        await JoinAsync(client, "bench:c62c", "8");
    }

    [Fact]
    public async Task Case063_BroadcastDuringAJoin_IsNotDelivered()
    {
        RawClient other = await JoinAsync("case:63");
        RawClient client = await ConnectAsync();

        await client.SendAsync("""["1","1","case:63","phx_join",{"wait":true}]""");
        await client.ExpectSilenceAsync(); // The server has read the join and handles it.
        await other.SendAsync("""["1","2","case:63","order",{}]""");
        await other.ExpectAsync(
            """["1",null,"case:63","pushed",{"text":"1"}]""",
            """[null,null,"case:63","broadcast",{"text":"2"}]""",
            """["1",null,"case:63","pushed",{"text":"4"}]""",
            """["1","2","case:63","phx_reply",{"response":{},"status":"ok"}]""");
        await ReleaseAsync("63");

        await client.ExpectAsync("""["1","1","case:63","phx_reply",{"response":{"name":"63"},"status":"ok"}]""");
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Case065_BinaryJoin_RepliesJoinCrashed()
    {
        RawClient client = await ConnectAsync();

        await client.SendBinaryAsync("\0\u0001\u0001\u0008\u000811room:c65phx_join\u0001");

        await client.ExpectAsync("""["1","1","room:c65","phx_reply",{"response":{"reason":"join crashed"},"status":"error"}]""");
        await client.ExpectSilenceAsync();
    }

    private async Task<RawClient> JoinedTwiceAsync(string name)
    {
        RawClient client = await ConnectAsync("/two/websocket?vsn=2.0.0");
        await JoinAsync(client, $"bench:{name}a", "1");
        await JoinAsync(client, $"bench:{name}b", "2");
        return client;
    }
}
