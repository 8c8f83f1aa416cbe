using System.Buffers;
using System.IO.Pipelines;
using Channels.Typed.AspNetCore.Transports;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Transports;

/// <summary>The rows of the outbox's table in Transports/README.md. The pipe is the network: a write completes when it is read.</summary>
public sealed class OutboxStateTests
{
    private const int HighWater = 1_000;
    private const int Max = 2_000;

    private readonly List<int> _full = [];
    private readonly Pipe _pipe = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 1,
        resumeWriterThreshold: 1,
        useSynchronizationContext: false));

    private readonly Outbox _outbox;
    private int _aborts;

    public OutboxStateTests() => _outbox = new Outbox(
        new FrameSink(_pipe.Writer, null, () => _aborts++), new OutboxLimits(Max, HighWater), _full.Add);

    [Fact]
    public async Task FramesOfABatch_GoOutInOneWriteAtItsEnd()
    {
        _outbox.BeginBatch();
        _outbox.Send(new byte[] { 1 });
        _outbox.Send(new byte[] { 2 });
        Assert.False(_pipe.Reader.TryRead(out _));

        _outbox.EndBatch();

        Assert.Equal([1, 2], await ReadAsync());
    }

    [Fact]
    public async Task LargeBatch_IsWrittenBeforeItsEnd()
    {
        Outbox outbox = Create(new OutboxLimits(1 << 20, 1 << 20));
        outbox.BeginBatch();
        outbox.Send(new byte[(64 * 1024) - 1]);
        Assert.False(_pipe.Reader.TryRead(out _));

        outbox.Send(new byte[1]);

        Assert.Equal(64 * 1024, (await ReadAsync()).Length);
    }

    // The batch is open for as long as a handler blocks its thread.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FrameOfAnotherThread_DoesNotWaitForTheBatch(bool isShared)
    {
        _outbox.BeginBatch();
        _outbox.Send(new byte[] { 1 });

        await SendFromAnotherThreadAsync(isShared);

        Assert.Equal([1, 2], await ReadAsync());
    }

    [Fact]
    public async Task FramesDuringAWrite_FollowInTheNextOneAlsoWithinABatch()
    {
        Write(1);
        _outbox.BeginBatch();
        _outbox.Send(new byte[] { 2 });
        _outbox.Deliver(new byte[] { 3 });

        Assert.Equal([1], await ReadAsync());
        Assert.Equal([2, 3], await ReadAsync());
    }

    [Fact]
    public async Task HighWater_SendersWaitUntilHalfOfItIsSent()
    {
        Write(HighWater - 1);
        Assert.Null(_outbox.WaitForRoom());
        _outbox.Send(new byte[(HighWater / 2) + 1]);

        Task room = _outbox.WaitForRoom()!;
        await ReadAsync();
        Assert.False(room.IsCompleted); // More than half waits.
        await ReadAsync();

        await room.Within();
        Assert.Null(_outbox.WaitForRoom());
    }

    [Fact]
    public void FramesOfSendersThatWait_NeverEndTheConnection()
    {
        Write(10);
        for (int i = 0; i < 10; i++)
        {
            _outbox.Send(new byte[Max]);
        }

        _outbox.Deliver(new byte[Max]); // Only these bytes count.

        Assert.Empty(_full);
        Assert.Equal(0, _aborts);
    }

    [Fact]
    public void FramesThatCount_EndTheConnectionBeyondTheLimit()
    {
        Write(10);
        _outbox.Deliver(new byte[Max - 1]);
        _outbox.Send(new byte[1], isLimited: true);
        Assert.Empty(_full);
        Task room = _outbox.WaitForRoom()!;

        _outbox.Deliver(new byte[1]);

        Assert.Equal([10 + Max + 1], _full);
        Assert.Equal(1, _aborts);
        Assert.True(room.IsCompletedSuccessfully);
        Assert.Null(_outbox.WaitForRoom());
    }

    [Fact]
    public async Task BurstBeforeTheFirstWrite_IsWrittenBeforeItCounts()
    {
        var network = new Pipe(new PipeOptions(pauseWriterThreshold: 0)); // Takes everything at once.
        var outbox = new Outbox(new FrameSink(network.Writer, null, () => _aborts++), new OutboxLimits(Max, HighWater), _full.Add);
        outbox.BeginBatch(); // So the flusher does not write first.
        for (int i = 0; i < 10; i++)
        {
            outbox.Deliver(new byte[Max / 4]);
        }

        outbox.EndBatch();

        Assert.Empty(_full);
        ReadResult written = await network.Reader.ReadAtLeastAsync(Max * 10 / 4, TestContext.Current.CancellationToken);
        Assert.Equal(Max * 10 / 4, written.Buffer.Length);
    }

    [Fact]
    public async Task LastFrame_IsWrittenAndLaterOnesAreIgnored()
    {
        Write(HighWater);
        Task room = _outbox.WaitForRoom()!;

        _outbox.SendLast([7]);
        _outbox.Send(new byte[] { 8 });
        _outbox.Deliver(new byte[] { 9 });

        await room.Within();
        Assert.Equal(HighWater, (await ReadAsync()).Length);
        Assert.Equal([7], await ReadAsync());
        await _outbox.CloseAsync().Within();
        Assert.False(_pipe.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Close_EndsTheWaitForRoom()
    {
        Write(HighWater);
        Task room = _outbox.WaitForRoom()!;

        Task closed = _outbox.CloseAsync();

        await room.Within();
        Assert.False(closed.IsCompleted);
        await ReadAsync();
        await closed.Within();
    }

    [Fact]
    public async Task FailedWrite_AbortsAndEndsTheWaitForRoom()
    {
        Write(HighWater);
        Task room = _outbox.WaitForRoom()!;

        await _pipe.Reader.CompleteAsync();

        await room.Within();
        Assert.Equal(1, _aborts);
        Assert.Empty(_full);
        await _outbox.CloseAsync().Within();
    }

    [Fact]
    public async Task Stall_IsTheTimeWithoutProgressOfAWrite()
    {
        var time = new FakeTimeProvider();
        var watch = new StallWatch(_outbox, time);
        Assert.Equal(TimeSpan.Zero, watch.Look());
        time.Advance(TimeSpan.FromSeconds(5));
        Write(1);
        _outbox.Send(new byte[] { 2 });
        Assert.Equal(TimeSpan.Zero, watch.Look());
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), watch.Look());

        await ReadAsync(); // The first write completes, and the second one waits.

        Assert.Equal(TimeSpan.Zero, watch.Look());
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), watch.Look());
        await ReadAsync();
        Assert.Equal(TimeSpan.Zero, watch.Look());
    }

    [Fact]
    public async Task PartOfALargeWrite_IsProgress()
    {
        Outbox outbox = Create(new OutboxLimits(1 << 20, 1 << 20));
        outbox.BeginBatch();
        outbox.Send(new byte[100_000]);
        outbox.EndBatch();
        long? before = outbox.Progress;

        Assert.Equal(64 * 1024, (await ReadAsync()).Length);

        Assert.NotNull(before);
        Assert.NotNull(outbox.Progress);
        Assert.NotEqual(before, outbox.Progress);
        await ReadAsync();
        Assert.Null(outbox.Progress);
    }

    [Fact]
    public void StalledConnection_IsReportedAndAbortedOnce()
    {
        _outbox.AbortStalled(); // No write is in progress.
        Assert.Equal(0, _aborts);
        Write(10);

        _outbox.AbortStalled();
        _outbox.AbortStalled();

        Assert.Equal([10], _full);
        Assert.Equal(1, _aborts);
    }

    private Outbox Create(OutboxLimits limits) => new(new FrameSink(_pipe.Writer, null, () => _aborts++), limits, _full.Add);

    // Starts a write that completes when the pipe is read.
    private void Write(int length)
    {
        _outbox.BeginBatch();
        _outbox.Send(Enumerable.Repeat((byte)1, length).ToArray());
        _outbox.EndBatch();
    }

    private async Task SendFromAnotherThreadAsync(bool isShared)
    {
        var sent = new TaskCompletionSource();
        var thread = new Thread(() =>
        {
            if (isShared)
            {
                _outbox.Deliver(new byte[] { 2 });
            }
            else
            {
                _outbox.Send(new byte[] { 2 });
            }

            sent.SetResult();
        });
        thread.Start();
        await sent.Task.Within();
    }

    private async Task<byte[]> ReadAsync()
    {
        ReadResult result = await _pipe.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Within();
        byte[] bytes = result.Buffer.ToArray();
        _pipe.Reader.AdvanceTo(result.Buffer.End);
        return bytes;
    }
}
