using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore.Tests.Behaviour;

public sealed class BroadcastTests
{
    [Fact]
    public async Task Broadcast_ReachesAllWithNullRefs()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient ann = await server.JoinAsync();
        RawClient bob = await server.JoinAsync();
        RawClient other = await server.JoinAsync("room:b");

        await ann.SendAsync("""["1","2","room:a","bcast",{"n":1}]""");

        await ann.ExpectAsync("""[null,null,"room:a","noted",{"n":1}]""", """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        await bob.ExpectAsync("""[null,null,"room:a","noted",{"n":1}]""");
        await other.ExpectSilenceAsync();
    }

    [Fact]
    public async Task BroadcastFrom_ReachesAllButTheSender()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient ann = await server.JoinAsync();
        RawClient bob = await server.JoinAsync();

        await ann.SendAsync("""["1","2","room:a","bcast_from",{"n":1}]""");

        await ann.ExpectAsync("""["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        await bob.ExpectAsync("""[null,null,"room:a","noted",{"n":1}]""");
    }

    [Fact]
    public async Task PushesAndBroadcasts_OfOneHandler_KeepTheirOrderAndInterceptedOnesComeLater()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","order",{}]""");

        await client.ExpectAsync(
            """["1",null,"room:a","p1",{}]""",
            """[null,null,"room:a","b1",{}]""",
            """["1",null,"room:a","p2",{}]""",
            """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""",
            """["1",null,"room:a","icpt",{"text":"x via out"}]""");
    }

    [Fact]
    public async Task Intercepted_DroppedByTheHandler_DoesNotReachTheClient()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient ann = await server.JoinAsync();
        RawClient bob = await server.JoinAsync();

        await ann.SendAsync("""["1","2","room:a","icpt",{"text":"drop"}]""");
        await ann.SendAsync("""["1","3","room:a","icpt",{"text":"keep"}]""");

        await bob.ExpectAsync("""["1",null,"room:a","icpt",{"text":"keep via out"}]""");
    }

    [Fact]
    public async Task Broadcast_NotAnObject_CrashesTheSender()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","room:a","bcast",[1]]""");

        await client.ExpectAsync("""["1","1","room:a","phx_error",{"reason":"channel_crash"}]""");
    }

    [Fact]
    public async Task Publisher_FromElsewhere_ReachesTheTopic()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await server.Channels.Topic("room:a").SendAsync(EventScope.Broadcast, new EventName("news"));

        await client.ExpectAsync("""[null,null,"room:a","news",{}]""");
    }

    [Fact]
    public async Task Broadcast_ToAClientThatDoesNotRead_CutsItOffAndServesTheOthers()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.MaxOutboxBytes = 64 * 1024);
        RawClient deaf = await server.JoinAsync();
        RawClient reader = await server.JoinAsync();
        string text = new('x', 40_000);
        string frame = $$"""[null,null,"room:a","noted",{"text":"{{text}}"}]""";
        int sent = 0;

        // The kernel takes a few megabytes for the deaf one before anything waits here.
        for (int i = 0; i < 400; i++)
        {
            await reader.SendAsync($$"""["1","{{sent}}","room:a","bcast",{"text":"{{text}}"}]""");
            await reader.ExpectAsync(frame, $$"""["1","{{sent}}","room:a","phx_reply",{"response":{},"status":"ok"}]""");
            sent++;
        }

        int received = 0;
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await deaf.ReceiveAsync() == frame)
            {
                received++;
            }
        });
        Assert.InRange(received, 1, sent - 1);
    }
}
