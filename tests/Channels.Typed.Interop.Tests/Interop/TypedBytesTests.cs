using Channels.Typed.Client;
using Channels.Typed.Interop.Tests.Faults;
using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>Payloads declared as <c>ReadOnlyMemory&lt;byte&gt;</c>, from the contract to the wire and back.</summary>
public sealed class TypedBytesTests
{
    [Fact]
    public async Task Bytes_AreSentAsPushReplyAndInterceptedEvent()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = ChatClient.Connect(server.Faults);
        await using FaultChannelClient faults = socket.FaultChannel("a");
        var noticed = new Recorder<string>();
        using IDisposable subscription = faults.OnBytesNoticed(bytes => noticed.Add(Convert.ToHexString(bytes.Span)));
        await faults.JoinAsync();

        Reply<ReadOnlyMemory<byte>, Echoed> reply = await faults.EchoBytesAsync(new byte[] { 1, 0xff, 0 });

        Assert.Equal([1, 0xff, 0], reply.Value.ToArray());
        Assert.Equal("01FF0000", await noticed.NextAsync());
    }

    [Fact]
    public async Task Bytes_MayBeRefusedWithJson()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChannelSocket socket = ChatClient.Connect(server.Faults);
        await using FaultChannelClient faults = socket.FaultChannel("a");
        await faults.JoinAsync();

        Assert.Equal(new Echoed("empty"), (await faults.EchoBytesAsync(ReadOnlyMemory<byte>.Empty)).Error);
    }
}
