using System.Text;
using Channels.Typed.AspNetCore.LongPolling;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling;

public sealed class PollOutboxTests
{
    private readonly PollOutbox _outbox = new(maxBytes: 100, highWaterBytes: 50, static _ => { });

    [Fact]
    public void BatchOnItsWay_DelaysTheNextPoll_UntilItIsSettled()
    {
        Send("1");
        PollBatch first = Take(out TaskCompletionSource _)!;
        Send("2");

        Assert.Null(Take(out TaskCompletionSource waiter));
        Assert.False(waiter.Task.IsCompleted);
        _outbox.Settle(first, isDelivered: true);

        Assert.True(waiter.Task.IsCompletedSuccessfully);
        Assert.Equal("""["2"]""", Json(Take(out _)));
    }

    [Fact]
    public void BatchNotDelivered_IsFirstInTheNextBatch()
    {
        Send("1");
        PollBatch first = Take(out _)!;
        Send("2");
        _outbox.Settle(first, isDelivered: false);
        Send("3");

        PollBatch again = Take(out _)!;

        Assert.Equal("""["1","2","3"]""", Json(again));
        _outbox.Settle(again, isDelivered: true);
        Assert.Null(Take(out _));
    }

    [Fact]
    public void Settlement_CountsOnce()
    {
        Send("1");
        PollBatch first = Take(out _)!;
        _outbox.Settle(first, isDelivered: true);
        Send("2");
        PollBatch second = Take(out _)!;

        _outbox.Settle(first, isDelivered: false);

        Assert.Null(Take(out _));
        _outbox.Settle(second, isDelivered: true);
        Assert.Null(Take(out _));
    }

    [Fact]
    public void PollThatStoppedWaiting_IsNotCompleted()
    {
        Assert.Null(Take(out TaskCompletionSource gone));
        _outbox.StopWaiting(gone);
        Send("1");

        Assert.False(gone.Task.IsCompleted);
        Assert.Equal("""["1"]""", Json(Take(out _)));
    }

    [Fact]
    public void Close_CompletesTheWaitingPoll_AndDropsLaterMessages()
    {
        Assert.Null(Take(out TaskCompletionSource waiter));

        _outbox.Close();
        Send("1");

        Assert.True(waiter.Task.IsCompletedSuccessfully);
        Assert.Null(_outbox.TakeOrWait(new TaskCompletionSource(), out bool isClosed));
        Assert.True(isClosed);
    }

    [Fact]
    public void Limit_CountsTheBatchOnItsWay()
    {
        int overflow = 0;
        var outbox = new PollOutbox(maxBytes: 10, highWaterBytes: 10, waiting => overflow = waiting);
        Send("12345", outbox, isLimited: true);
        Assert.NotNull(outbox.TakeOrWait(new TaskCompletionSource(), out _));
        Send("67890", outbox, isLimited: true);
        Assert.Equal(0, overflow);

        Send("!", outbox, isLimited: true);

        Assert.Equal(11, overflow);
    }

    [Fact]
    public void HighWater_SendersWaitUntilABatchIsDelivered()
    {
        Send(new string('1', 50));
        Task room = _outbox.WaitForRoom()!;
        PollBatch lost = Take(out _)!;
        _outbox.Settle(lost, isDelivered: false);
        Assert.False(room.IsCompleted);

        _outbox.Settle(Take(out _)!, isDelivered: true);

        Assert.True(room.IsCompletedSuccessfully);
        Assert.Null(_outbox.WaitForRoom());
    }

    [Fact]
    public void FramesOfSendersThatWait_DoNotCountTowardTheLimit()
    {
        int overflow = 0;
        var outbox = new PollOutbox(maxBytes: 10, highWaterBytes: 10, waiting => overflow = waiting);
        Send(new string('1', 50), outbox);
        Send("1234567890", outbox, isLimited: true);

        Assert.Equal(0, overflow);
    }

    private static string Json(PollBatch? batch) => Encoding.UTF8.GetString(batch!.ToJson().Span);

    private static void Send(string text, PollOutbox outbox, bool isLimited = false)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        buffer.Write(Encoding.UTF8.GetBytes(text));
        outbox.Send(buffer, isLimited: isLimited);
        buffer.Return();
    }

    private void Send(string text) => Send(text, _outbox);

    private PollBatch? Take(out TaskCompletionSource waiter)
    {
        waiter = new TaskCompletionSource();
        return _outbox.TakeOrWait(waiter, out _);
    }
}
