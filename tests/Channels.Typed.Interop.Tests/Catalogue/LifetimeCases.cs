using System.Net.WebSockets;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

public sealed class LifetimeCases(InteropProcess server) : CatalogueCases(server)
{
    [Fact]
    public async Task Case156_Ping_IsAnsweredWithItsPayload()
    {
        using RawSocket socket = await RawSocket.UpgradeAsync(Server, "/socket/websocket?vsn=2.0.0");

        await socket.SendAsync([0x89, 0x82, 0, 0, 0, 0, (byte)'h', (byte)'i']);

        Assert.Equal([0x8A, 0x02, (byte)'h', (byte)'i'], await socket.ReceiveAsync(4));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(4000)]
    public async Task Case157_CloseOfTheClient_IsAnsweredWith1000(int code)
    {
        WireClient client = await JoinAsync($"bench:c157-{code}");

        await client.CloseAsync((WebSocketCloseStatus)code);

        await client.ExpectCloseAsync(1000);
    }

    [Fact]
    public async Task Case158_Case159_Disconnect_ClosesTheConnectionsOfThatIdAndNoOther()
    {
        WireClient client = await JoinAsync("room:c158", "&user=c158");
        await JoinAsync(client, "bench:c158", "2");
        WireClient other = await JoinAsync("bench:c158-other", "&user=c158-other");

        await client.SendAsync("""["1","3","room:c158","endpoint_broadcast",{"topic":"user:c158","event":"other"}]""");
        await client.ExpectAsync("""["1","3","room:c158","phx_reply",{"response":{},"status":"ok"}]""");
        await client.SendAsync("""["1","4","room:c158","disconnect",{}]""");

        await client.ExpectCloseAsync(1001);
        await other.ExpectSilenceAsync();
    }
}
