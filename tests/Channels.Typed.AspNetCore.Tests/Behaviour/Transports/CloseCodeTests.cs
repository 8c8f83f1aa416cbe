using System.Buffers.Binary;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Transports;

/// <summary>The answer to a close frame of the client (protocol section "HTTP statuses and close codes").</summary>
public sealed class CloseCodeTests
{
    [Theory]
    [InlineData(999, 1002)]
    [InlineData(1000, 1000)]
    [InlineData(1003, 1000)]
    [InlineData(1004, 1002)]
    [InlineData(1005, 1002)]
    [InlineData(1006, 1002)]
    [InlineData(1007, 1000)]
    [InlineData(1011, 1000)]
    [InlineData(1012, 1002)]
    [InlineData(1013, 1002)]
    [InlineData(1014, 1002)]
    [InlineData(1015, 1002)]
    [InlineData(2999, 1002)]
    [InlineData(3000, 1000)]
    [InlineData(4999, 1000)]
    [InlineData(5000, 1000)]
    public async Task CloseCodeOfTheClient_IsAnswered1000IfClientsMaySendIt(ushort code, ushort answer)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using FrameClient client = await FrameClient.ConnectAsync(server.Http, "/socket/websocket?vsn=2.0.0");
        var payload = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);

        await client.SendAsync(0x88, payload);

        await client.ExpectCloseAsync(answer);
    }
}
