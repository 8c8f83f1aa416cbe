using System.Net.WebSockets;
using System.Text;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;
using Channels.Typed.Client.Transports.WebSockets;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Tests.Behaviour.Transports.WebSockets;

public sealed class WebSocketTransportTests
{
    [Fact]
    public async Task Receive_LargeAndFragmented_ComesWhole()
    {
        using WebSocketPair pair = await WebSocketPair.CreateAsync();
        var transport = new WebSocketTransport(pair.Client, 1_000_000, new CoalescingSwitch());
        byte[] large = [.. Enumerable.Range(0, 300_000).Select(static i => (byte)('a' + (i % 26)))];

        Task sending = SendAsync();
        TransportMessage first = await transport.ReceiveAsync(default).Within();
        Assert.Equal(TransportMessageKind.Text, first.Kind);
        Assert.Equal(large, first.Data.ToArray());
        TransportMessage second = await transport.ReceiveAsync(default).Within();
        Assert.Equal("small", Encoding.UTF8.GetString(second.Data.Span));
        TransportMessage third = await transport.ReceiveAsync(default).Within();
        Assert.Equal(TransportMessageKind.Binary, third.Kind);
        await sending.Within();

        async Task SendAsync()
        {
            await pair.Server.SendAsync(large.AsMemory(0, 5000), WebSocketMessageType.Text, endOfMessage: false, default);
            await pair.Server.SendAsync(large.AsMemory(5000), WebSocketMessageType.Text, endOfMessage: true, default);
            await pair.Server.SendAsync("small"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default);
            await pair.Server.SendAsync(new byte[] { 0 }, WebSocketMessageType.Binary, endOfMessage: true, default);
        }
    }

    [Fact]
    public async Task Close_AfterTheServerHasClosed_ReachesTheServer()
    {
        using WebSocketPair pair = await WebSocketPair.CreateAsync();
        var transport = new WebSocketTransport(pair.Client, 1000, new CoalescingSwitch());
        await pair.Server.CloseOutputAsync((WebSocketCloseStatus)1012, "restart", default).Within();
        TransportMessage close = await transport.ReceiveAsync(default).Within();
        Assert.Equal(1012, close.CloseCode);

        await transport.CloseAsync(1012, null, default).Within();
        transport.Abort();

        WebSocketReceiveResult answer = await pair.Server.ReceiveAsync(new byte[100], default).Within();
        Assert.Equal(WebSocketMessageType.Close, answer.MessageType);
        Assert.Equal(1012, (int?)pair.Server.CloseStatus);
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(4096)]
    [InlineData(100)]
    public async Task Receive_UpToTheLimit_IsReadAndMoreIsNot(int limit)
    {
        using WebSocketPair pair = await WebSocketPair.CreateAsync();
        var transport = new WebSocketTransport(pair.Client, limit, new CoalescingSwitch());
        await pair.Server.SendAsync(new byte[limit], WebSocketMessageType.Text, endOfMessage: true, default);
        await pair.Server.SendAsync(new byte[limit + 1], WebSocketMessageType.Text, endOfMessage: true, default);

        TransportMessage message = await transport.ReceiveAsync(default).Within();
        Assert.Equal(limit, message.Data.Length);
        ProtocolException exception = await Assert.ThrowsAsync<ProtocolException>(() => transport.ReceiveAsync(default).Within());

        Assert.Contains("MaxMessageBytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Close_OfTheServer_ComesWithItsCode()
    {
        using WebSocketPair pair = await WebSocketPair.CreateAsync();
        var transport = new WebSocketTransport(pair.Client, 1000, new CoalescingSwitch());
        await pair.Server.CloseOutputAsync((WebSocketCloseStatus)4001, "why", default);

        TransportMessage message = await transport.ReceiveAsync(default).Within();

        Assert.Equal(TransportMessageKind.Close, message.Kind);
        Assert.Equal(4001, message.CloseCode);
    }

    [Fact]
    public async Task SendThenClose_ReachTheServerInOrder()
    {
        using WebSocketPair pair = await WebSocketPair.CreateAsync();
        var transport = new WebSocketTransport(pair.Client, 1000, new CoalescingSwitch());
        await transport.SendAsync("""["é"]"""u8.ToArray(), isBinary: false, default);
        await transport.FlushAsync(default);
        await transport.CloseAsync(4001, "why", default);

        var buffer = new byte[100];
        WebSocketReceiveResult first = await pair.Server.ReceiveAsync(buffer, default).Within();
        Assert.Equal("""["é"]""", Encoding.UTF8.GetString(buffer, 0, first.Count));
        Assert.Equal(WebSocketMessageType.Text, first.MessageType);
        Assert.True(first.EndOfMessage);
        WebSocketReceiveResult second = await pair.Server.ReceiveAsync(buffer, default).Within();
        Assert.Equal(((WebSocketCloseStatus?)4001, "why"), (second.CloseStatus, second.CloseStatusDescription));
    }

    [Fact]
    public async Task Abort_EndsAReceiveThatWaits()
    {
        using WebSocketPair pair = await WebSocketPair.CreateAsync();
        var transport = new WebSocketTransport(pair.Client, 1000, new CoalescingSwitch());
        Task receiving = transport.ReceiveAsync(default).AsTask();

        transport.Abort();
        transport.Abort();

        _ = await Assert.ThrowsAnyAsync<Exception>(() => receiving.Within());
        Assert.IsNotType<TimeoutException>(receiving.Exception?.InnerException);
        Assert.True(receiving.IsCompleted);
    }
}
