using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>
/// The queue of frames for the next poll of one session. At most one batch is in flight, which means that a poll has taken it but the
/// response is not written yet. If the write fails, the batch goes back to the front of the queue. Until the result is known the next
/// poll waits, so that the order of the frames is kept.
/// </summary>
/// <param name="maxBytes">The maximum number of bytes in the queue and in flight whose sender does not wait for room.</param>
/// <param name="highWaterBytes">The number of bytes at which senders wait until a poll has taken some.</param>
/// <param name="onFull">Called when the limit is exceeded, outside the lock, with the number of bytes.</param>
internal sealed class PollOutbox(int maxBytes, int highWaterBytes, Action<int> onFull) : IOutbox
{
    private readonly Lock _lock = new();

    // All guarded by _lock.
    private List<ReadOnlyMemory<byte>> _frames = [];
    private int _length;
    private int _limited; // How many of these bytes count toward the limit.
    private TaskCompletionSource? _room; // Completed when there is room again, if a sender waits.
    private PollBatch? _inFlight;
    private TaskCompletionSource? _waiter;
    private bool _isClosed;

    public int MaxBytes => maxBytes;

    public string MaxBytesOption => $"{nameof(SocketOptions.LongPoll)}.{nameof(LongPollOptions.MaxBufferBytes)}";

    private int Waiting => _length + (_inFlight?.Length ?? 0);

    public void Deliver(ReadOnlyMemory<byte> frame) => Add(WithoutHeader(frame), afterwards: null, isLimited: true);

    public void Send(FrameBuffer buffer, bool isBinary = false, Action? afterwards = null, bool isLimited = false)
    {
        if (isBinary)
        {
            // Callers check WireFormat.HasBinary first, which is false for long polling.
            throw new InvalidOperationException("A binary frame cannot be sent over long polling, which carries only text.");
        }

        Add(buffer.Written.ToArray(), afterwards, isLimited);
    }

    public Task? WaitForRoom()
    {
        lock (_lock)
        {
            if (_isClosed || Waiting < highWaterBytes)
            {
                return null;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>
    /// Takes all queued frames as a batch. If there are none, or a batch is in flight, returns null and registers a waiter. It replaces the
    /// waiter of an earlier poll, which is then not completed any more.
    /// </summary>
    /// <param name="waiter">Completed when the poll should call this method again.</param>
    /// <param name="isClosed">Whether the outbox is closed, so that there will be no more frames.</param>
    public PollBatch? TakeOrWait(TaskCompletionSource waiter, out bool isClosed)
    {
        lock (_lock)
        {
            isClosed = _isClosed;
            if (_isClosed)
            {
                return null;
            }

            if (_frames.Count == 0 || _inFlight is not null)
            {
                _waiter = waiter;
                return null;
            }

            _inFlight = new PollBatch(_frames, _length, _limited);
            _frames = [];
            _length = _limited = 0;
            return _inFlight;
        }
    }

    /// <summary>Removes a waiter whose poll has ended.</summary>
    public void StopWaiting(TaskCompletionSource waiter)
    {
        lock (_lock)
        {
            if (_waiter == waiter)
            {
                _waiter = null;
            }
        }
    }

    /// <summary>
    /// Ends the flight of a batch: it was written to the client, or goes back to the front of the queue. A second call is ignored.
    /// </summary>
    public void Settle(PollBatch batch, bool isDelivered)
    {
        lock (_lock)
        {
            if (_inFlight != batch)
            {
                return;
            }

            _inFlight = null;
            if (!isDelivered && !_isClosed)
            {
                batch.Frames.AddRange(_frames);
                _frames = batch.Frames;
                _length += batch.Length;
                _limited += batch.Limited;
            }

            if (Waiting < highWaterBytes)
            {
                EndWaitForRoom();
            }

            CompleteWaiter();
        }
    }

    /// <summary>Drops the queued frames, ignores later ones and completes the waiter.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _frames = [];
            _length = _limited = 0;
            _waiter?.TrySetResult();
            _waiter = null;
            EndWaitForRoom();
        }
    }

    // The bytes of the frame do not change: they are shared between connections and immutable, or a copy.
    private void Add(ReadOnlyMemory<byte> frame, Action? afterwards, bool isLimited)
    {
        int bytesIfFull = 0;
        lock (_lock)
        {
            if (!_isClosed)
            {
                _frames.Add(frame);
                _length += frame.Length;
                _limited += isLimited ? frame.Length : 0;
                bytesIfFull = isLimited && _limited + (_inFlight?.Limited ?? 0) > maxBytes ? Waiting : 0;
            }

            afterwards?.Invoke();
            CompleteWaiter();
        }

        if (bytesIfFull > 0)
        {
            onFull(bytesIfFull);
        }
    }

    private void EndWaitForRoom()
    {
        _room?.TrySetResult();
        _room = null;
    }

    private void CompleteWaiter()
    {
        if (_waiter is { } waiter && _inFlight is null && _frames.Count > 0)
        {
            _waiter = null;
            waiter.TrySetResult();
        }
    }

    // RFC 6455, 5.2: frames of a server are not masked, so the second byte gives the length of the header.
    private static ReadOnlyMemory<byte> WithoutHeader(ReadOnlyMemory<byte> frame) => frame.Span[1] switch
    {
        < 126 => frame[2..],
        126 => frame[4..],
        _ => frame[10..],
    };
}
