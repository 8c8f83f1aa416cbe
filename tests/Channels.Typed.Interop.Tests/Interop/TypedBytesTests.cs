using Channels.Typed.Client;
using Channels.Typed.Interop.Tests.Fixture;
using Channels.Typed.Interop.Tests.Lab;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>Payloads declared as <c>ReadOnlyMemory&lt;byte&gt;</c>, from the contract to the wire and back.</summary>
public sealed class TypedBytesTests
{
    [Fact]
    public async Task Bytes_TravelAsPushReplyAndInterceptedEvent()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = Visitor.Connect(server.Lab);
        await using LabChannelClient lab = socket.LabChannel("a");
        var noticed = new Seen<string>();
        using IDisposable subscription = lab.OnBytesNoticed(bytes => noticed.Add(Convert.ToHexString(bytes.Span)));
        await lab.JoinAsync();

        Reply<ReadOnlyMemory<byte>, Echoed> reply = await lab.EchoBytesAsync(new byte[] { 1, 0xff, 0 });

        Assert.Equal([1, 0xff, 0], reply.Value.ToArray());
        Assert.Equal("01FF0000", await noticed.NextAsync());
    }

    [Fact]
    public async Task Bytes_MayBeRefusedWithJson()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = Visitor.Connect(server.Lab);
        await using LabChannelClient lab = socket.LabChannel("a");
        await lab.JoinAsync();

        Assert.Equal(new Echoed("empty"), (await lab.EchoBytesAsync(ReadOnlyMemory<byte>.Empty)).Error);
    }
}
