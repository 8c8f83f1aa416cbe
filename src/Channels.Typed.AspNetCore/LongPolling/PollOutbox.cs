using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>
/// The queue of frames for the next poll of one session. At most one batch is in flight, which means that a poll has taken it but the
/// response is not written yet. If the write fails, the batch goes back to the front of the queue. Until the result is known the next
/// poll waits, so that the order of the frames is kept.
/// </summary>
/// <param name="maxBytes">The maximum number of bytes in the queue and in flight.</param>
/// <param name="onFull">Called when the limit is exceeded, outside the lock, with the number of bytes.</param>
internal sealed class PollOutbox(int maxBytes, Action<int> onFull) : IOutbox
{
    private readonly Lock _lock = new();

    // All guarded by _lock.
    private List<ReadOnlyMemory<byte>> _frames = [];
    private int _length;
    private PollBatch? _inFlight;
    private TaskCompletionSource? _waiter;
    private bool _isClosed;

    public int MaxBytes => maxBytes;

    public string MaxBytesOption => $"{nameof(SocketOptions.LongPoll)}.{nameof(LongPollOptions.MaxBufferBytes)}";

    public void Deliver(ReadOnlyMemory<byte> frame) => Add(WithoutHeader(frame), afterwards: null);

    public void Send(FrameBuffer buffer, bool isBinary = false, Action? afterwards = null)
    {
        if (isBinary)
        {
            // Callers check WireFormat.HasBinary first, which is false for long polling.
            throw new InvalidOperationException("A binary frame cannot be sent over long polling, which carries only text.");
        }

        Add(buffer.Written.ToArray(), afterwards);
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

            _inFlight = new PollBatch(_frames, _length);
            _frames = [];
            _length = 0;
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
            _length = 0;
            _waiter?.TrySetResult();
            _waiter = null;
        }
    }

    // The bytes of the frame do not change: they are shared between connections and immutable, or a copy.
    private void Add(ReadOnlyMemory<byte> frame, Action? afterwards)
    {
        int bytesIfFull = 0;
        lock (_lock)
        {
            if (!_isClosed)
            {
                _frames.Add(frame);
                _length += frame.Length;
                int waiting = _length + (_inFlight?.Length ?? 0);
                bytesIfFull = waiting > maxBytes ? waiting : 0;
            }

            afterwards?.Invoke();
            CompleteWaiter();
        }

        if (bytesIfFull > 0)
        {
            onFull(bytesIfFull);
        }
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
