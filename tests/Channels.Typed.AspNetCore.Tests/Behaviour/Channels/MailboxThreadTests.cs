using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

/// <summary>The receive loop handles one message that other threads have put into a mailbox, and not all of them.</summary>
public sealed class MailboxThreadTests
{
    [Fact]
    public async Task MailboxThatIsFilledDuringAPush_DoesNotKeepTheLoopFromReading()
    {
        using var release = new ManualResetEventSlim();
        await using FixtureServer server = await FixtureServer.StartAsync(
            build: builder => builder.Services.AddSingleton(release),
            use: app => app.MapChannels("/busy", socket => socket.Add<BusyChannel>("busy:{x}")));
        RawClient client = await server.ConnectAsync(path: "/busy/websocket");
        await client.SendAsync("""["1","1","busy:a","phx_join",{}]""");
        await client.ExpectAsync("""["1","1","busy:a","phx_reply",{"response":{},"status":"ok"}]""");

        await client.SendAsync("""["1","2","busy:a","work",{}]""");
        await client.ExpectAsync("""["1","2","busy:a","phx_reply",{"response":{},"status":"ok"}]""");
        await client.ExpectSilenceAsync(); // The loop answers a heartbeat while the second message blocks.

        release.Set();
    }
}
