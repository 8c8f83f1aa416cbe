using System.Net.WebSockets;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

public sealed class LifetimeCases(InteropProcess server) : CatalogueCases(server)
{
    [Fact]
    public async Task Case156_Ping_IsAnsweredWithItsPayload()
    {
        using FrameClient client = await FrameClient.ConnectAsync(Server, "/socket/websocket?vsn=2.0.0");

        await client.SendAsync(0x89, [.. "hi"u8]);

        (byte firstByte, byte[] payload) = await client.ReceiveAsync();
        Assert.Equal(0x8A, firstByte);
        Assert.Equal([.. "hi"u8], payload);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(4000)]
    public async Task Case157_CloseOfTheClient_IsAnsweredWith1000(int code)
    {
        RawClient client = await JoinAsync($"bench:c157-{code}");

        await client.SendCloseAsync((WebSocketCloseStatus)code);

        await client.ExpectCloseAsync(1000);
    }

    [Fact]
    public async Task Case158_Case159_Disconnect_ClosesTheConnectionsOfThatIdAndNoOther()
    {
        RawClient client = await JoinAsync("room:c158", "&user=c158");
        await JoinAsync(client, "bench:c158", "2");
        RawClient other = await JoinAsync("bench:c158-other", "&user=c158-other");

        await client.SendAsync("""["1","3","room:c158","endpoint_broadcast",{"topic":"user:c158","event":"other"}]""");
        await client.ExpectAsync("""["1","3","room:c158","phx_reply",{"response":{},"status":"ok"}]""");
        await client.SendAsync("""["1","4","room:c158","disconnect",{}]""");

        await client.ExpectCloseAsync(1001);
        await other.ExpectSilenceAsync();
    }
}
