using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

public class JoinTests
{
    [Fact]
    public async Task Join_Accepted_RepliesOkWithBothRefs()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""["7","9","room:a","phx_join",{}]""");

        await client.ExpectAsync("""["7","9","room:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Join_TakesTooLong_IsRefusedWithJoinTimeout()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.JoinTimeout = TimeSpan.FromSeconds(3));
        RawClient client = await server.ConnectAsync();
        await client.SendAsync("""["1","1","room:never","phx_join",{}]""");
        await client.ExpectSilenceAsync();

        server.Time.Advance(TimeSpan.FromSeconds(3));

        await client.ExpectAsync("""["1","1","room:never","phx_reply",{"response":{"reason":"join timeout","refused_by":"server"},"status":"error"}]""");
    }
}
