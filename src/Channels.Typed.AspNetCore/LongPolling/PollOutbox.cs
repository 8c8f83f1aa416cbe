using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>
/// What waits for the next poll of one session. One batch at a time is on its way: it comes back to the front if it did not reach its
/// response, and until that is known the next poll waits, so that the order holds.
/// </summary>
internal sealed class PollOutbox(int maxBytes, Action<int> onOverflow) : IOutbox
{
    private readonly Lock _lock = new();

    // All guarded by _lock.
    private List<ReadOnlyMemory<byte>> _frames = [];
    private int _length;
    private PollBatch? _onItsWay;
    private TaskCompletionSource? _waiter;
    private bool _isClosed;

    public void Deliver(ReadOnlyMemory<byte> frame) => Add(WithoutHeader(frame), afterwards: null);

    public void Send(FrameBuffer buffer, bool isBinary = false, Action? afterwards = null)
    {
        if (isBinary)
        {
            // Whoever writes frames looks at the format first, which says so.
            throw new InvalidOperationException("Long polling carries text only.");
        }

        Add(buffer.Written.ToArray(), afterwards);
    }

    /// <summary>Takes all that waits, or has the poll told when there is something. The poll that waited before is not told any more.</summary>
    /// <param name="waiter">Completed when it is worth to ask again.</param>
    /// <param name="isClosed">Whether there will never be anything.</param>
    public PollBatch? TakeOrWait(TaskCompletionSource waiter, out bool isClosed)
    {
        lock (_lock)
        {
            isClosed = _isClosed;
            if (_isClosed)
            {
                return null;
            }

            if (_frames.Count == 0 || _onItsWay is not null)
            {
                _waiter = waiter;
                return null;
            }

            _onItsWay = new PollBatch(_frames, _length);
            _frames = [];
            _length = 0;
            return _onItsWay;
        }
    }

    /// <summary>The poll waits no longer.</summary>
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

    /// <summary>The batch was handed to the network, or it never will be.</summary>
    public void Settle(PollBatch batch, bool isDelivered)
    {
        lock (_lock)
        {
            if (_onItsWay != batch)
            {
                return;
            }

            _onItsWay = null;
            if (!isDelivered && !_isClosed)
            {
                batch.Frames.AddRange(_frames);
                _frames = batch.Frames;
                _length += batch.Length;
            }

            TellWaiter();
        }
    }

    /// <summary>Nothing is taken or given any more.</summary>
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

    // The frame is ours for good: its bytes are shared and never change, or a copy.
    private void Add(ReadOnlyMemory<byte> frame, Action? afterwards)
    {
        int overflow = 0;
        lock (_lock)
        {
            if (!_isClosed)
            {
                _frames.Add(frame);
                _length += frame.Length;
                int waiting = _length + (_onItsWay?.Length ?? 0);
                overflow = waiting > maxBytes ? waiting : 0;
            }

            afterwards?.Invoke();
            TellWaiter();
        }

        if (overflow > 0)
        {
            onOverflow(overflow);
        }
    }

    private void TellWaiter()
    {
        if (_waiter is { } waiter && _onItsWay is null && _frames.Count > 0)
        {
            _waiter = null;
            waiter.TrySetResult();
        }
    }

    // RFC 6455, 5.2: frames of a server have no mask, so the second byte says how long the header is.
    private static ReadOnlyMemory<byte> WithoutHeader(ReadOnlyMemory<byte> frame) => frame.Span[1] switch
    {
        < 126 => frame[2..],
        126 => frame[4..],
        _ => frame[10..],
    };
}
