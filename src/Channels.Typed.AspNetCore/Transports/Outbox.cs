using System.Buffers;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// The queue of frames that are to be written to one connection, in order and bounded in bytes. Several frames go out in one write. A
/// shared frame that is alone in the queue is written without a copy. An empty outbox holds no buffer. If compression was negotiated,
/// frames are compressed when they are queued.
/// </summary>
/// <param name="sink">The place where frames are written.</param>
/// <param name="maxBytes">The maximum number of bytes that wait or are being written. Beyond it the connection is aborted.</param>
/// <param name="onFull">Called once when the limit is exceeded, outside the lock, with the number of bytes.</param>
/// <param name="isCompressed">Whether compression was negotiated.</param>
internal sealed class Outbox(FrameSink sink, int maxBytes, Action<int> onFull, bool isCompressed = false) : IOutbox
{
    private const int SmallestBuffer = 1024;

    private readonly OutboxFlusher _flusher = OutboxFlusher.Assign();
    private readonly Lock _lock = new();

    // All guarded by _lock.
    private ReadOnlyMemory<byte> _single; // A shared frame that waits alone. If it is set, _waiting is empty.
    private byte[] _waiting = [];
    private int _waitingLength;
    private byte[] _inFlight = []; // The bytes of the write in progress; empty if it writes a shared frame.
    private int _inFlightLength;
    private bool _isSending; // A write has not completed yet. Its continuation starts the next one.
    private bool _isInBatch; // The receive loop handles input. EndBatch starts the next write.
    private bool _isScheduled; // The flusher is going to call Flush.
    private bool _isClosed; // Later frames are ignored. What waits is still written.
    private bool _isLost; // Nothing is written any more.
    private TaskCompletionSource? _lastWrite; // Completed when the last write ends, if CloseAsync waits for it.

    /// <summary>Gets the number of bytes that the kernel has not taken yet.</summary>
    public int WaitingBytes
    {
        get
        {
            lock (_lock)
            {
                return _waitingLength + _single.Length + _inFlightLength;
            }
        }
    }

    /// <inheritdoc/>
    public void Deliver(ReadOnlyMemory<byte> frame)
    {
        if (isCompressed)
        {
            frame = FrameDeflater.DeflateShared(frame);
        }

        int bytesIfFull = 0;
        bool mustSchedule = false;
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            if (_isSending || _isInBatch || _isScheduled)
            {
                bytesIfFull = Append(frame.Span);
            }
            else
            {
                _single = frame;
                _isScheduled = mustSchedule = true;
            }
        }

        AfterAppend(bytesIfFull, mustSchedule);
    }

    /// <inheritdoc/>
    public int MaxBytes => maxBytes;

    /// <inheritdoc/>
    public string MaxBytesOption => "MaxOutboxBytes"; // Of the mount. The options are in a folder above.

    /// <inheritdoc/>
    public void Send(FrameBuffer buffer, bool isBinary, Action? afterwards)
    {
        int headerLength = WebSocketHeader.LengthFor(buffer.Length);
        Span<byte> frame = buffer.WithHeaderRoom[(FrameBuffer.HeaderRoom - headerLength)..];
        WebSocketHeader.Write(frame, isBinary ? WebSocketHeader.Binary : WebSocketHeader.Text, buffer.Length);
        if (isCompressed && FrameDeflater.Deflate(frame) is { } compressed)
        {
            frame = compressed;
        }

        Send(frame, afterwards);
    }

    /// <summary>Queues a copy of a complete frame.</summary>
    public void Send(ReadOnlySpan<byte> frame, Action? afterwards = null)
    {
        int bytesIfFull = 0;
        bool mustSchedule;
        lock (_lock)
        {
            if (!_isClosed)
            {
                bytesIfFull = Append(frame);
            }

            afterwards?.Invoke();
            mustSchedule = !(_isClosed || _isSending || _isInBatch || _isScheduled);
            _isScheduled |= mustSchedule;
        }

        AfterAppend(bytesIfFull, mustSchedule);
    }

    /// <summary>Called by the receive loop before it handles input. All frames until <see cref="EndBatch"/> go out in one write.</summary>
    public void BeginBatch()
    {
        lock (_lock)
        {
            _isInBatch = true;
        }
    }

    public void EndBatch()
    {
        lock (_lock)
        {
            _isInBatch = false;
            SendWaiting();
        }
    }

    /// <summary>Writes the queued frames. Called by the flusher.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            _isScheduled = false;
            if (!_isInBatch)
            {
                SendWaiting();
            }
        }
    }

    /// <summary>Writes the queued frames and ignores later ones. Completes when no write is in progress any more.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            SendWaiting();
            _isClosed = true;
            if (!_isSending)
            {
                ReleaseWaiting();
                return Task.CompletedTask;
            }

            _lastWrite ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _lastWrite.Task;
        }
    }

    // Called outside the lock, because listeners of the log and of metrics may be slow.
    private void AfterAppend(int bytesIfFull, bool mustSchedule)
    {
        if (bytesIfFull > 0)
        {
            onFull(bytesIfFull);
        }

        if (mustSchedule)
        {
            _flusher.Add(this);
        }
    }

    /// <summary>Copies a frame into the queue. If the limit is exceeded, aborts the connection and closes the outbox.</summary>
    /// <returns>The number of bytes that wait or are being written, if it exceeds the limit; otherwise zero.</returns>
    private int Append(ReadOnlySpan<byte> frame)
    {
        if (!_single.IsEmpty)
        {
            // The shared frame is no longer alone, so it is copied too.
            ReadOnlySpan<byte> first = _single.Span;
            _single = default;
            Copy(first);
        }

        Copy(frame);
        int all = _waitingLength + _inFlightLength;
        if (all <= maxBytes)
        {
            return 0;
        }

        // The client does not read fast enough. Queueing more for it would take memory from all other connections.
        AbortConnection();
        return all;
    }

    private void Copy(ReadOnlySpan<byte> frame)
    {
        int needed = _waitingLength + frame.Length;
        if (needed > _waiting.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(SmallestBuffer, Math.Max(needed, _waiting.Length * 2)));
            _waiting.AsSpan(0, _waitingLength).CopyTo(larger);
            Return(_waiting);
            _waiting = larger;
        }

        frame.CopyTo(_waiting.AsSpan(_waitingLength));
        _waitingLength = needed;
    }

    private void SendWaiting()
    {
        if (_isSending || _isLost)
        {
            return;
        }

        if (!_single.IsEmpty)
        {
            ReadOnlyMemory<byte> single = _single;
            _single = default;
            _inFlightLength = single.Length;
            Send(single);
        }
        else if (_waitingLength > 0)
        {
            (_waiting, _inFlight) = (_inFlight, _waiting);
            _inFlightLength = _waitingLength;
            _waitingLength = 0;
            Send(_inFlight.AsMemory(0, _inFlightLength));
        }
    }

    private void Send(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            ValueTask send = sink.SendAsync(bytes);
            if (send.IsCompletedSuccessfully)
            {
                ReleaseInFlight();
                return;
            }

            _isSending = true;
            _ = AwaitAsync(send);
        }
        catch (Exception)
        {
            // The connection is lost. The abort ends its receive loop.
            ReleaseInFlight();
            AbortConnection();
        }
    }

    private async Task AwaitAsync(ValueTask send)
    {
        bool failed = false;
        try
        {
            await send;
        }
        catch (Exception)
        {
            failed = true;
        }

        lock (_lock)
        {
            _isSending = false;
            ReleaseInFlight();
            if (failed)
            {
                AbortConnection();
            }

            if (!_isInBatch)
            {
                SendWaiting();
            }

            if (!_isSending)
            {
                _lastWrite?.TrySetResult();
                if (_isClosed)
                {
                    ReleaseWaiting();
                }
            }
        }
    }

    private void ReleaseInFlight()
    {
        _inFlightLength = 0;
        Return(_inFlight);
        _inFlight = [];
    }

    private void AbortConnection()
    {
        _isLost = true;
        if (!_isClosed)
        {
            _isClosed = true;
            sink.Abort();
        }
    }

    private void ReleaseWaiting()
    {
        _single = default;
        _waitingLength = 0;
        Return(_waiting);
        _waiting = [];
    }

    private static void Return(byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
