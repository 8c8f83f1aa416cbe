using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

public sealed class BroadcastTests
{
    [Fact]
    public async Task Broadcast_ReachesItsTopicOnly()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient ann = await server.JoinAsync();
        RawClient bob = await server.JoinAsync();
        RawClient other = await server.JoinAsync("room:b");

        await ann.SendAsync("""["1","2","room:a","bcast",{"n":1}]""");

        await ann.ExpectAsync(
            """[null,null,"room:a","noted",{"n":1}]""", """["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        await bob.ExpectAsync("""[null,null,"room:a","noted",{"n":1}]""");
        await other.ExpectSilenceAsync();
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
    public async Task Publisher_OutsideOfChannels_ReachesTheTopic()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        await server.Channels.Topic("room:a").SendAsync(EventScope.Broadcast, new EventName("news"));

        await client.ExpectAsync("""[null,null,"room:a","news",{}]""");
    }

    [Fact]
    public async Task Broadcast_ToAClientThatDoesNotRead_ClosesItAndServesTheOthers()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.MaxOutboxBytes = 64 * 1024);
        RawClient slow = await server.JoinAsync();
        RawClient reader = await server.JoinAsync();
        string text = new('x', 40_000);
        string frame = $$"""[null,null,"room:a","noted",{"text":"{{text}}"}]""";
        int sent = 0;

        // The kernel buffers a few megabytes for this client before frames wait in the outbox.
        for (int i = 0; i < 400; i++)
        {
            await reader.SendAsync($$"""["1","{{sent}}","room:a","bcast",{"text":"{{text}}"}]""");
            await reader.ExpectAsync(frame, $$"""["1","{{sent}}","room:a","phx_reply",{"response":{},"status":"ok"}]""");
            sent++;
        }

        int received = 0;
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await slow.ReceiveAsync() == frame)
            {
                received++;
            }
        });
        Assert.InRange(received, 1, sent - 1);
    }
}
