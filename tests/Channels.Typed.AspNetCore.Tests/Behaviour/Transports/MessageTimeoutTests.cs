using System.IO.Pipelines;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.AspNetCore.Transports;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour;

/// <summary>Whoever begins a message finishes it in time, however busy it looks meanwhile.</summary>
public sealed class MessageTimeoutTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private static readonly byte[] Heartbeat = [.. """[null,"1","phoenix","heartbeat",{}]"""u8];

    [Fact]
    public async Task HalfAFrameAndThenNothing_IsClosedByTheIdleTimeout()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using WireClient client = await WireClient.ConnectAsync(server.Http, "/socket/websocket?vsn=2.0.0");

        // A ping and half a frame in one write: after the pong, the server has read both, so the clock does not move while bytes arrive.
        await client.SendBytesAsync(0x89, 0x80, 0, 0, 0, 0, 0x81, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0, 1, 2, 3, 4, (byte)'[');
        Assert.Equal(0x8a, (await client.ReceiveAsync()).FirstByte);

        server.Time.Advance(TimeSpan.FromSeconds(62));

        await client.ExpectCloseAsync(1002);
    }

    // Each fragment and each ping is a sign of life, so that the idle timeout never ends it.
    [Fact]
    public async Task MessageInFragmentsWithoutEnd_IsClosed()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using WireClient client = await WireClient.ConnectAsync(server.Http, "/socket/websocket?vsn=2.0.0");
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
    public async Task ManyMessagesInTheSameTime_AreNotOne()
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using WireClient client = await WireClient.ConnectAsync(server.Http, "/socket/websocket?vsn=2.0.0");
        for (int i = 0; i < 15; i++)
        {
            // The end of one and the beginning of the next.
            await client.SendAsync(0x01, Heartbeat[..9]);
            server.Time.Advance(Step);
            await client.SendAsync(0x80, Heartbeat[9..]);
            Assert.Equal(0x81, (await client.ReceiveAsync()).FirstByte);
        }
    }

    // One byte every ten seconds of a message of a megabyte.
    [Fact]
    public async Task ByteByByte_TheClockOfTheMessageRunsOn()
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
    public async Task HeaderByteByByte_CountsToo()
    {
        var run = new TransportRun();
        await run.ReceiveAsync(0x81);
        run.Time.Advance(Step);
        await run.ReceiveAsync(0xff);

        Assert.Equal(Step, run.Transport.UnfinishedFor);
    }

    [Fact]
    public async Task MessageThatIsFinished_StopsItsClock_AndTheNextHasItsOwn()
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

    // The server is at work on what came before; what comes behind it waits through no fault of the client.
    [Fact]
    public async Task WhileTheServerIsBusy_NoClockRuns()
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

    // Otherwise a handler that hangs would keep a connection that the server wants to be rid of.
    [Fact]
    public async Task WhileTheServerIsBusy_TheClockOfItsCloseRuns()
    {
        var run = new TransportRun { Busy = new TaskCompletionSource().Task };
        await run.ReceiveAsync([0x81, (byte)(0x80 | Heartbeat.Length), 0, 0, 0, 0, .. Heartbeat]);
        run.Time.Advance(Step);

        run.Transport.Close(CloseCode.GoingAway);
        run.Time.Advance(Step);

        Assert.Equal(Step, run.Transport.IdleFor);
    }

    // On one thread, so that what the transport has read is known.
    private sealed class TransportRun : IMessageReceiver
    {
        private readonly Pipe _input = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

        public TransportRun()
        {
            Transport = new WebSocketTransport(
                _input.Reader, new FrameSink(PipeWriter.Create(Stream.Null), null, () => { }), new TransportLimits(MaxMessageBytes: 1 << 20, MaxOutboxBytes: 1 << 20), Time, _ => { });
            _ = Transport.RunAsync(this);
        }

        public FakeTimeProvider Time { get; } = new();

        public WebSocketTransport Transport { get; }

        public Task? Busy { get; set; }

        public async Task ReceiveAsync(params byte[] bytes) => await _input.Writer.WriteAsync(bytes);

        public Task? Receive(ReadOnlySpan<byte> message, bool isBinary) => Busy;
    }
}
