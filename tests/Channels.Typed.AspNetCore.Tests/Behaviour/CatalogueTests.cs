using Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Behaviour;

/// <summary>
/// Cases of docs/compatibility.md, by number, that need a server with its own options or clock. The other cases are in
/// Channels.Typed.Interop.Tests.
/// </summary>
public sealed class CatalogueTests
{
    [Fact]
    public async Task Case033_RequestWithoutUser_IsAcceptedAsAnonymous()
    {
        bool? isAuthenticated = null;
        await using MountedServer server = await MountedServer.StartAsync(connect: connect =>
        {
            isAuthenticated = connect.Socket.User.Identity?.IsAuthenticated;
            return ConnectResult.Accept();
        });

        RawClient client = await server.ConnectAsync(
            "vsn=2.0.0&_csrf_token=forged", options => options.SetRequestHeader("Cookie", "session=forged"));

        await client.ExpectSilenceAsync();
        Assert.False(isAuthenticated);
    }

    [Fact]
    public async Task Case034_MountOfSeveralSegments_IsServed()
    {
        await using MountedServer server = await MountedServer.StartAsync(pattern: "/ws/admin");

        RawClient client = await server.ConnectAsync(path: "/ws/admin/websocket");

        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Case097_InterceptorThatStops_ClosesItsChannel()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync("raw:a");

        await client.SendAsync("""["1","2","raw:a","private",{"stop":true}]""");

        await client.ExpectAsync("""["1","1","raw:a","phx_close",{}]""", """["1",null,"raw:a","last_words",{}]""");
        Assert.Equal(TerminateReason.Stopped, await server.Log.Terminated.Reader.ReadAsync());
    }

    [Fact]
    public async Task Case116_OldChannelThatDoesNotStop_IsDroppedAfter5Seconds()
    {
        var clock = new TimerClock();
        await using FixtureServer server = await FixtureServer.StartAsync(
            build: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        RawClient client = await server.JoinAsync();
        await client.SendAsync("""["1","2","room:a","slow",{}]""");

        await client.SendAsync("""["3","3","room:a","phx_join",{}]""");
        await client.ExpectSilenceAsync();
        await clock.RunTimerAsync(TimeSpan.FromSeconds(5));

        await client.ExpectAsync(
            """["3","3","room:a","phx_reply",{"response":{},"status":"ok"}]""", """["1","1","room:a","phx_close",{}]""");
        await client.SendAsync("""["3","4","room:a","bcast",{"n":1}]""");
        await client.ExpectAsync(
            """[null,null,"room:a","noted",{"n":1}]""", """["3","4","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        server.Log.Release.SetResult();
        Assert.Equal(TerminateReason.Replaced, await server.Log.Terminated.Reader.ReadAsync().AsTask().Within());
        await client.ExpectSilenceAsync();
    }
}
