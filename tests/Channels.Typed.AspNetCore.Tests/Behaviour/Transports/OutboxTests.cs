using System.IO.Pipelines;
using Channels.Typed.AspNetCore.Transports;

namespace Channels.Typed.AspNetCore.Tests.Behaviour;

public sealed class OutboxTests
{
    // A log or a metric may take its time, and may look at what it likes.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Overflow_IsToldOutsideTheLockAndOnce(bool isShared)
    {
        var told = new List<int>();
        int aborts = 0;
        Outbox outbox = null!;
        var never = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1)); // Nobody reads it.
        outbox = new Outbox(new FrameSink(never.Writer, null, () => aborts++), maxBytes: 3_000, waiting =>
        {
            told.Add(waiting);
            using var looked = new ManualResetEventSlim();
            ThreadPool.QueueUserWorkItem(_ =>
            {
                _ = outbox.WaitingBytes;
                looked.Set();
            });
            Assert.True(looked.Wait(Patience.Time, TestContext.Current.CancellationToken), "Whoever is told waits for the lock.");
        });
        var frame = new byte[1_000];
        outbox.BeginBatch();
        outbox.Send(frame);
        outbox.EndBatch(); // In flight, and never written.
        for (int i = 0; i < 5; i++)
        {
            if (isShared)
            {
                outbox.Deliver(frame);
            }
            else
            {
                outbox.Send(frame);
            }
        }

        Assert.Equal([4_000], told);
        Assert.Equal(1, aborts);
    }
}
