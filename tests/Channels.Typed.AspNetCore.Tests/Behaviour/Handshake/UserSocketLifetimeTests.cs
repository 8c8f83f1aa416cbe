using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Handshake;

public class UserSocketLifetimeTests
{
    [Fact]
    public async Task UserSocket_ConnectionEnds_IsDisposed()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(use: app => app.MapChannels<DisposableSocket>("/d"));
        RawClient client = await server.ConnectAsync(path: "/d/websocket");
        await client.SendAsync("""["1","1","room:a","phx_join",{}]""");
        await client.ExpectAsync("""["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""");
        Assert.False(server.Log.Disposed.Task.IsCompleted);

        client.Dispose();

        await server.Log.Disposed.Task.Within();
        Assert.True(
            server.Log.Terminated.Reader.TryRead(out TerminateReason reason), "The channels end before the user socket is disposed.");
        Assert.Equal(TerminateReason.Disconnected, reason);
    }

    [Theory]
    [InlineData("/d/websocket?vsn=2.0.0&reject")]
    [InlineData("/d/websocket?vsn=2.0.0&fail")]
    [InlineData("/d/websocket?vsn=2.0.0")] // Accepted, but the request is no upgrade.
    public async Task UserSocket_NoConnection_IsDisposed(string target)
    {
        await using FixtureServer server = await FixtureServer.StartAsync(use: app => app.MapChannels<DisposableSocket>("/d"));
        using HttpClient http = server.CreateHttpClient();

        using HttpResponseMessage response = await http.GetAsync(new Uri(target, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.False(response.IsSuccessStatusCode);
        await server.Log.Disposed.Task.Within();
    }
}
