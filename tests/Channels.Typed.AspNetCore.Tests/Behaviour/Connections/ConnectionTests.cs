using System.Net;
using System.Net.WebSockets;
using System.Text;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Connections;

public class ConnectionTests
{
    // The topic is repeated in replies and broadcasts, where it would be JSON text that is not UTF-8.
    [Fact]
    public async Task BinaryFrame_TopicThatIsNotUtf8_ClosesWith1011()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();

        await client.SendAsync([0, 1, 1, 2, 1, .. "12"u8, 0xc3, 0x28, .. "e"u8], WebSocketMessageType.Binary);

        await client.ExpectAsync("close 1011");
    }

    // The key has half a surrogate pair.
    [Fact]
    public async Task Version1_KeyThatIsNotUnicode_ClosesWith1011()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync("vsn=1.0.0");

        await client.SendAsync("""{"top\udc00c":1,"topic":"phoenix","event":"heartbeat","payload":{},"ref":"1"}""");

        await client.ExpectAsync("close 1011");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TooLarge_ClosesWith1009(bool inFragments)
    {
        await using FixtureServer server = await FixtureServer.StartAsync(options => options.MaxMessageBytes = 1000);
        RawClient client = await server.ConnectAsync();
        byte[] half = Encoding.UTF8.GetBytes(new string('x', 600));

        await client.SendAsync(inFragments ? half : [.. half, .. half], WebSocketMessageType.Text, isLast: !inFragments);
        if (inFragments)
        {
            await client.SendAsync(half, WebSocketMessageType.Text);
        }

        await client.ExpectAsync("close 1009");
    }

    [Fact]
    public async Task IdleClient_IsClosedWith1002()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync();
        await client.ExpectSilenceAsync();

        server.Time.Advance(TimeSpan.FromSeconds(62));

        await client.ExpectAsync("close 1002");
    }

    [Fact]
    public async Task Shutdown_ClosesWith1012()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.JoinAsync();

        Task stopped = server.StopAsync();

        await client.ExpectAsync("close 1012");
        client.Dispose();
        await stopped;
    }
}
