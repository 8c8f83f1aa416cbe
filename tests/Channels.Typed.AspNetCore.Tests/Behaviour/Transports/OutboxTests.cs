using System.Buffers;
using System.IO.Pipelines;
using Channels.Typed.AspNetCore.Transports;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Transports;

public sealed class OutboxTests
{
    // The callback writes logs and metrics, which may be slow or may read the outbox from another thread.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Overflow_IsReportedOnceAndOutsideTheLock(bool isShared)
    {
        var reported = new List<int>();
        int aborts = 0;
        Outbox outbox = null!;
        var never = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1)); // Never read.
        outbox = new Outbox(new FrameSink(never.Writer, null, () => aborts++), new OutboxLimits(3_000, 3_000), waiting =>
        {
            reported.Add(waiting);
            using var hasRead = new ManualResetEventSlim();
            ThreadPool.QueueUserWorkItem(_ =>
            {
                _ = outbox.WaitingBytes;
                hasRead.Set();
            });
            Assert.True(hasRead.Wait(Patience.Time, TestContext.Current.CancellationToken), "The callback runs under the lock.");
        });
        var frame = new byte[1_000];
        outbox.BeginBatch();
        outbox.Send(frame, isLimited: true);
        outbox.EndBatch(); // This write never completes.
        for (int i = 0; i < 5; i++)
        {
            if (isShared)
            {
                outbox.Deliver(frame);
            }
            else
            {
                outbox.Send(frame, isLimited: true);
            }
        }

        Assert.Equal([4_000], reported);
        Assert.Equal(1, aborts);
    }

    // A client may send its close frame before the write of its last reply has completed here. The answer must follow all the same.
    [Fact]
    public async Task Close_DuringAWrite_WritesWhatWaitsBehindIt()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        var outbox = new Outbox(new FrameSink(pipe.Writer, null, static () => { }), new OutboxLimits(3_000, 3_000), static _ => { });
        outbox.BeginBatch();
        outbox.Send(new byte[] { 1 });
        outbox.EndBatch(); // This write completes when the pipe is read.
        outbox.Send(new byte[] { 2 });

        Task closed = outbox.CloseAsync();
        outbox.Send(new byte[] { 3 });
        Assert.False(closed.IsCompleted);
        var written = new List<byte>();
        while (written.Count < 2)
        {
            ReadResult result = await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Within();
            written.AddRange(result.Buffer.ToArray());
            pipe.Reader.AdvanceTo(result.Buffer.End);
        }

        await closed.Within();
        Assert.Equal([1, 2], written);
    }
}
