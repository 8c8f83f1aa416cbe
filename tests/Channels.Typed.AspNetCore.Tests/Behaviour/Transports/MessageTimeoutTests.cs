using System.IO.Pipelines;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.AspNetCore.Transports;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Transports;

/// <summary>A message must end in time, even if the client sends other frames meanwhile.</summary>
public sealed class MessageTimeoutTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private static readonly byte[] Heartbeat = [.. """[null,"1","phoenix","heartbeat",{}]"""u8];

    [Fact]
    public async Task HalfAFrame_IsClosedByTheIdleTimeout()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using FrameClient client = await FrameClient.ConnectAsync(server.Http, "/socket/websocket?vsn=2.0.0");

        // A ping and half a frame in one write: after the pong, the server has read both, so the clock does not move while bytes arrive.
        await client.SendBytesAsync(0x89, 0x80, 0, 0, 0, 0, 0x81, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0, 1, 2, 3, 4, (byte)'[');
        Assert.Equal(0x8a, (await client.ReceiveAsync()).FirstByte);

        server.Time.Advance(TimeSpan.FromSeconds(62));

        await client.ExpectCloseAsync(1002);
    }

    // Each fragment and each ping resets the idle timeout, so only the message timeout can close the connection.
    [Fact]
    public async Task MessageInFragmentsWithoutEnd_IsClosedByTheMessageTimeout()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using FrameClient client = await FrameClient.ConnectAsync(server.Http, "/socket/websocket?vsn=2.0.0");
        byte kind = 0x01;
        for (int i = 0; i < 12; i++)
        {
            await client.SendAsync(kind, [(byte)' ']);
            await client.SendAsync(0x89, []);
            Assert.Equal(0x8a, (await client.ReceiveAsync()).FirstByte);
            server.Time.Advance(Step);
            kind = 0;
        }

        server.Time.Advance(Step);

        await client.ExpectCloseAsync(1002);
    }

    [Fact]
    public async Task MessagesThatEndInTime_AreNotClosed()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using FrameClient client = await FrameClient.ConnectAsync(server.Http, "/socket/websocket?vsn=2.0.0");
        for (int i = 0; i < 15; i++)
        {
            // The second half of one message follows the first half of the same message 10 seconds later.
            await client.SendAsync(0x01, Heartbeat[..9]);
            server.Time.Advance(Step);
            await client.SendAsync(0x80, Heartbeat[9..]);
            Assert.Equal(0x81, (await client.ReceiveAsync()).FirstByte);
        }
    }

    // A message of one megabyte, with one byte every ten seconds.
    [Fact]
    public async Task MessageByteByByte_CountsAsUnfinishedFromItsFirstByte()
    {
        var run = new TransportRun();
        await run.ReceiveAsync(0x81, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0, 1, 2, 3, 4);
        for (int seconds = 10; seconds <= 130; seconds += 10)
        {
            run.Time.Advance(Step);
            await run.ReceiveAsync((byte)'x');
            Assert.Equal(TimeSpan.FromSeconds(seconds), run.Transport.UnfinishedFor);
            Assert.Equal(TimeSpan.Zero, run.Transport.IdleFor);
        }
    }

    [Fact]
    public async Task HeaderByteByByte_CountsAsUnfinished()
    {
        var run = new TransportRun();
        await run.ReceiveAsync(0x81);
        run.Time.Advance(Step);
        await run.ReceiveAsync(0xff);

        Assert.Equal(Step, run.Transport.UnfinishedFor);
    }

    [Fact]
    public async Task FinishedMessage_StopsTheTime_AndTheNextStartsItAgain()
    {
        var run = new TransportRun();
        byte[] frame = [0x81, (byte)(0x80 | Heartbeat.Length), 0, 0, 0, 0, .. Heartbeat];
        await run.ReceiveAsync(frame[..8]);
        run.Time.Advance(Step);
        Assert.Equal(Step, run.Transport.UnfinishedFor);

        await run.ReceiveAsync([.. frame[8..], .. frame[..3]]);
        Assert.Equal(TimeSpan.Zero, run.Transport.UnfinishedFor);
        run.Time.Advance(Step);
        Assert.Equal(Step, run.Transport.UnfinishedFor);

        await run.ReceiveAsync(frame[3..]);
        run.Time.Advance(Step);
        Assert.Equal(TimeSpan.Zero, run.Transport.UnfinishedFor);
    }

    // The server has paused reading because it still handles an earlier message. The client is not at fault.
    [Fact]
    public async Task PausedReading_CountsNeitherAsIdleNorAsUnfinished()
    {
        var run = new TransportRun();
        var busy = new TaskCompletionSource();
        run.Busy = busy.Task;
        byte[] frame = [0x81, (byte)(0x80 | Heartbeat.Length), 0, 0, 0, 0, .. Heartbeat];
        await run.ReceiveAsync([.. frame, .. frame[..5]]);
        run.Time.Advance(Step);
        Assert.Equal(TimeSpan.Zero, run.Transport.UnfinishedFor);
        Assert.Equal(TimeSpan.Zero, run.Transport.IdleFor);

        run.Busy = null;
        busy.SetResult();
        run.Time.Advance(Step);
        Assert.Equal(Step, run.Transport.UnfinishedFor);
        Assert.Equal(Step, run.Transport.IdleFor);
    }

    // Otherwise a handler that hangs would keep a connection that the server has closed.
    [Fact]
    public async Task PausedReading_AfterAClose_CountsAsIdle()
    {
        var run = new TransportRun { Busy = new TaskCompletionSource().Task };
        await run.ReceiveAsync([0x81, (byte)(0x80 | Heartbeat.Length), 0, 0, 0, 0, .. Heartbeat]);
        run.Time.Advance(Step);

        run.Transport.Close(CloseCode.GoingAway);
        run.Time.Advance(Step);

        Assert.Equal(Step, run.Transport.IdleFor);
    }

    // Runs on one thread, so when a write returns, the transport has read the bytes.
    private sealed class TransportRun : IMessageReceiver
    {
        private readonly Pipe _input = new(
            new PipeOptions(
                readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

        public TransportRun()
        {
            Transport = new WebSocketTransport(
                _input.Reader,
                new FrameSink(PipeWriter.Create(Stream.Null), null, () => { }),
                new TransportLimits(MaxMessageBytes: 1 << 20, new OutboxLimits(1 << 20, 1 << 18)),
                Time,
                _ => { });
            _ = Transport.RunAsync(this);
        }

        public FakeTimeProvider Time { get; } = new();

        public WebSocketTransport Transport { get; }

        public Task? Busy { get; set; }

        public async Task ReceiveAsync(params byte[] bytes) => await _input.Writer.WriteAsync(bytes);

        public Task? Receive(ReadOnlySpan<byte> message, bool isBinary) => Busy;
    }
}
