using System.Net.WebSockets;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;
using Channels.Typed.Client.Transports.WebSockets;

namespace Channels.Typed.Client.Tests.Behaviour.Transports.WebSockets;

public sealed class CoalescingStreamTests : IDisposable
{
    private const int Capacity = 16 * 1024;

    private readonly RecordingStream _inner = new();
    private readonly CoalescingSwitch _hold = new();

    public void Dispose() => _inner.Dispose();

    [Fact]
    public async Task Write_WithoutHold_IsPassedOnUnchanged()
    {
        await using var stream = new CoalescingStream(_inner, _hold);

        await stream.WriteAsync(new byte[3]);
        await stream.WriteAsync(new byte[Capacity + 1]);

        Assert.Equal([3, Capacity + 1], _inner.Sizes);
    }

    [Fact]
    public async Task Write_WithHold_WaitsForTheFirstWriteWithoutHold()
    {
        await using var stream = new CoalescingStream(_inner, _hold);

        _hold.IsOn = true;
        await stream.WriteAsync(new byte[] { 1, 2 });
        await stream.FlushAsync();
        await stream.WriteAsync(new byte[] { 3 });
        Assert.Empty(_inner.Sizes);
        _hold.IsOn = false;
        await stream.WriteAsync(new byte[] { 4 });

        Assert.Equal([4], _inner.Sizes);
        Assert.Equal([1, 2, 3, 4], _inner.Bytes);
    }

    [Theory]
    [InlineData(Capacity - 1, 1, new[] { Capacity })]
    [InlineData(Capacity - 1, 2, new[] { Capacity - 1, 2 })]
    [InlineData(1, Capacity + 1, new[] { 1, Capacity + 1 })]
    public async Task Write_WithoutRoom_SendsTheHeldBytesFirst(int first, int second, int[] expected)
    {
        await using var stream = new CoalescingStream(_inner, _hold);

        _hold.IsOn = true;
        await stream.WriteAsync(new byte[first]);
        _hold.IsOn = false;
        await stream.WriteAsync(new byte[second]);

        Assert.Equal(expected, _inner.Sizes);
    }

    // The held bytes are limited, however long the hold lasts.
    [Fact]
    public async Task Write_UnderALongHold_KeepsNoMoreThanTheCapacity()
    {
        await using var stream = new CoalescingStream(_inner, _hold);

        _hold.IsOn = true;
        for (int i = 0; i < 5; i++)
        {
            await stream.WriteAsync(new byte[Capacity / 2]);
        }

        Assert.Equal([Capacity, Capacity], _inner.Sizes);
    }

    [Fact]
    public async Task Transport_MessagesOfOneBatch_LeaveInOneWriteAndInOrder()
    {
        using WebSocketPair pair = await WebSocketPair.CreateAsync(inner => new CoalescingStream(_inner.Before(inner), _hold));
        var transport = new WebSocketTransport(pair.Client, 1000, _hold);

        for (int i = 0; i < 50; i++)
        {
            await transport.SendAsync(new[] { (byte)('a' + (i % 26)) }, isBinary: i % 2 == 1, default);
        }

        await transport.FlushAsync(default);

        _ = Assert.Single(_inner.Sizes);
        byte[] buffer = new byte[10];
        for (int i = 0; i < 50; i++)
        {
            WebSocketReceiveResult message = await pair.Server.ReceiveAsync(buffer, default).Within();
            Assert.Equal(('a' + (i % 26), 1, i % 2 == 1), (buffer[0], message.Count, message.MessageType == WebSocketMessageType.Binary));
        }
    }

    [Fact]
    public async Task Transport_MessagesOfEverySize_ArriveWholeAndInOrder()
    {
        using WebSocketPair pair = await WebSocketPair.CreateAsync(inner => new CoalescingStream(_inner.Before(inner), _hold));
        var transport = new WebSocketTransport(pair.Client, 1000, _hold);
        int[] sizes = [1, 4096, 4097, 0, 30, 20_000, 4096, 4096, 4096, 4096, 4096, 5, 0, 7];

        Task reading = ReadAsync();
        foreach (int size in sizes)
        {
            await transport.SendAsync(new byte[size], isBinary: true, default).Within();
        }

        await transport.FlushAsync(default).Within();
        await reading.Within();

        async Task ReadAsync()
        {
            byte[] buffer = new byte[30_000];
            foreach (int size in sizes)
            {
                int length = 0;
                WebSocketReceiveResult part;
                do
                {
                    part = await pair.Server.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), default);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                Assert.Equal(size, length);
            }
        }
    }
}
