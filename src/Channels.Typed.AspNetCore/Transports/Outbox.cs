using System.Buffers;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// The queue of frames that are to be written to one connection, in order and bounded in bytes. Several frames go out in one write. A
/// shared frame that is alone in the queue is written without a copy. An empty outbox holds no buffer. If compression was negotiated,
/// frames are compressed when they are queued. The README of this folder has its states.
/// </summary>
/// <param name="sink">The place where frames are written.</param>
/// <param name="limits">The limits.</param>
/// <param name="onFull">
/// Called once, outside the lock, when the connection is aborted because its client does not read, with the number of bytes.
/// </param>
/// <param name="isCompressed">Whether compression was negotiated.</param>
internal sealed class Outbox(FrameSink sink, OutboxLimits limits, Action<int> onFull, bool isCompressed = false) : IOutbox
{
    private const int SmallestBuffer = 1024;

    // A batch is written when so many bytes wait, and not only at its end.
    private const int BatchBytes = 64 * 1024;

    private readonly OutboxFlusher _flusher = OutboxFlusher.Assign();
    private readonly Lock _lock = new();

    // All guarded by _lock.
    private ReadOnlyMemory<byte> _single; // A shared frame that waits alone. If it is set, _waiting is empty.
    private byte[] _waiting = [];
    private int _waitingLength;
    private int _waitingLimited; // How many of the waiting bytes count toward the limit.
    private byte[] _inFlight = []; // The bytes of the write in progress; empty if it writes a shared frame.
    private int _inFlightLength;
    private int _inFlightLimited;
    private bool _isSending; // A write has not completed yet. Its continuation starts the next one.
    private int _batchThread; // The thread that handles input, and whose frames wait for EndBatch; 0 if there is none.
    private bool _isScheduled; // The flusher is going to call Flush.
    private bool _isClosed; // Later frames are ignored. What waits is still written.
    private bool _isLost; // Nothing is written any more. Implies _isClosed.
    private volatile bool _isHighWater; // Senders wait for room. Read without the lock.
    private TaskCompletionSource? _room; // Completed when _isHighWater becomes false, if a sender waits.
    private TaskCompletionSource? _lastWrite; // Completed when the last write ends, if CloseAsync waits for it.
    private long _writes; // How many writes have completed after they had to wait.

    /// <summary>Gets the number of bytes that the kernel has not taken yet.</summary>
    public int WaitingBytes
    {
        get
        {
            lock (_lock)
            {
                return AllBytes;
            }
        }
    }

    /// <summary>
    /// Gets a number that changes whenever the client has taken bytes; null if no write is in progress.
    /// </summary>
    public long? Progress
    {
        get
        {
            lock (_lock)
            {
                return _isSending ? _writes + sink.Slices : null;
            }
        }
    }

    private int AllBytes => _waitingLength + _single.Length + _inFlightLength;

    private bool IsInOwnBatch => _batchThread == Environment.CurrentManagedThreadId;

    /// <inheritdoc/>
    public int MaxBytes => limits.MaxBytes;

    /// <inheritdoc/>
    public string MaxBytesOption => "MaxOutboxBytes"; // Of the mount. The options are in a folder above.

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

            if (_isSending || _isScheduled || _waitingLength > 0 || IsInOwnBatch)
            {
                bytesIfFull = Append(frame.Span, isLimited: true);
                mustSchedule = WriteOrSchedule();
            }
            else
            {
                _single = frame;
                _isScheduled = mustSchedule = true;
                _isHighWater |= AllBytes >= limits.HighWaterBytes;
            }
        }

        AfterAppend(bytesIfFull, mustSchedule);
    }

    /// <inheritdoc/>
    public void Send(FrameBuffer buffer, bool isBinary, Action? afterwards, bool isLimited)
    {
        int headerLength = WebSocketHeader.LengthFor(buffer.Length);
        Span<byte> frame = buffer.WithHeaderRoom[(FrameBuffer.HeaderRoom - headerLength)..];
        WebSocketHeader.Write(frame, isBinary ? WebSocketHeader.Binary : WebSocketHeader.Text, buffer.Length);
        if (isCompressed && FrameDeflater.Deflate(frame) is { } compressed)
        {
            frame = compressed;
        }

        Send(frame, afterwards, isLimited);
    }

    /// <summary>Queues a copy of a complete frame.</summary>
    public void Send(ReadOnlySpan<byte> frame, Action? afterwards = null, bool isLimited = false)
    {
        int bytesIfFull = 0;
        bool mustSchedule;
        lock (_lock)
        {
            if (!_isClosed)
            {
                bytesIfFull = Append(frame, isLimited);
            }

            afterwards?.Invoke();
            mustSchedule = WriteOrSchedule();
        }

        AfterAppend(bytesIfFull, mustSchedule);
    }

    /// <summary>Queues a copy of the last frame of the connection. Later frames are ignored, and no sender waits for room.</summary>
    public void SendLast(ReadOnlySpan<byte> frame)
    {
        bool mustSchedule;
        lock (_lock)
        {
            if (!_isClosed)
            {
                Append(frame, isLimited: false);
                Close();
            }

            mustSchedule = WriteOrSchedule();
        }

        AfterAppend(bytesIfFull: 0, mustSchedule);
    }

    /// <inheritdoc/>
    public Task? WaitForRoom()
    {
        if (!_isHighWater)
        {
            return null;
        }

        lock (_lock)
        {
            if (!_isHighWater)
            {
                return null;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>
    /// Called by the receive loop before it handles input. The frames of this thread until <see cref="EndBatch"/> go out in one write, or
    /// in several if they are large. Frames of other threads do not wait for the end of the batch.
    /// </summary>
    public void BeginBatch()
    {
        lock (_lock)
        {
            _batchThread = Environment.CurrentManagedThreadId;
        }
    }

    public void EndBatch()
    {
        lock (_lock)
        {
            _batchThread = 0;
            SendWaiting();
        }
    }

    /// <summary>Writes the queued frames. Called by the flusher.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            _isScheduled = false;
            SendWaiting();
        }
    }

    /// <summary>Writes the queued frames and ignores later ones. Completes when no write is in progress any more.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            SendWaiting();
            Close();
            if (!_isSending)
            {
                ReleaseWaiting();
                return Task.CompletedTask;
            }

            _lastWrite ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _lastWrite.Task;
        }
    }

    /// <summary>Aborts the connection, because its client has not taken a byte for too long.</summary>
    public void AbortStalled()
    {
        int bytesIfFull;
        lock (_lock)
        {
            bytesIfFull = _isSending && !_isLost ? AllBytes : 0;
            if (bytesIfFull > 0)
            {
                AbortConnection();
            }
        }

        AfterAppend(bytesIfFull, mustSchedule: false);
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

    /// <summary>Sees to it that the queued frames are written.</summary>
    /// <returns>Whether the caller must add this outbox to the flusher.</returns>
    private bool WriteOrSchedule()
    {
        if (_isLost || _isSending)
        {
            return false;
        }

        if (IsInOwnBatch)
        {
            if (_waitingLength >= BatchBytes || _isHighWater)
            {
                SendWaiting();
            }

            return false;
        }

        bool mustSchedule = !_isScheduled && AllBytes > 0;
        _isScheduled |= mustSchedule;
        return mustSchedule;
    }

    /// <summary>Copies a frame into the queue. If the limit is exceeded, aborts the connection and closes the outbox.</summary>
    /// <returns>The number of bytes that wait or are being written, if it exceeds the limit; otherwise zero.</returns>
    private int Append(ReadOnlySpan<byte> frame, bool isLimited)
    {
        if (!_single.IsEmpty)
        {
            // The shared frame is no longer alone, so it is copied too.
            ReadOnlySpan<byte> first = _single.Span;
            _single = default;
            Copy(first);
            _waitingLimited += first.Length;
        }

        Copy(frame);
        _waitingLimited += isLimited ? frame.Length : 0;
        if (isLimited && _waitingLimited + _inFlightLimited > limits.MaxBytes)
        {
            // A write that has not been tried yet does not show that the client reads too slowly.
            SendWaiting();
            if (_waitingLimited + _inFlightLimited > limits.MaxBytes)
            {
                // Queueing more for this client would take memory from all other connections.
                int all = AllBytes;
                AbortConnection();
                return all;
            }
        }

        _isHighWater |= !_isClosed && AllBytes >= limits.HighWaterBytes;
        return 0;
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
            _inFlightLimited = _inFlightLength = single.Length;
            Send(single);
        }
        else if (_waitingLength > 0)
        {
            (_waiting, _inFlight) = (_inFlight, _waiting);
            _inFlightLength = _waitingLength;
            _inFlightLimited = _waitingLimited;
            _waitingLength = _waitingLimited = 0;
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
            _writes++;
            ReleaseInFlight();
            if (failed)
            {
                AbortConnection();
            }

            SendWaiting();
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
        _inFlightLength = _inFlightLimited = 0;
        Return(_inFlight);
        _inFlight = [];
        if (_isHighWater && AllBytes <= limits.HighWaterBytes / 2)
        {
            EndWaitForRoom();
        }
    }

    private void Close()
    {
        _isClosed = true;
        EndWaitForRoom();
    }

    private void EndWaitForRoom()
    {
        _isHighWater = false;
        _room?.TrySetResult();
        _room = null;
    }

    private void AbortConnection()
    {
        if (!_isLost)
        {
            _isLost = true;
            Close();
            sink.Abort();
        }
    }

    private void ReleaseWaiting()
    {
        _single = default;
        _waitingLength = _waitingLimited = 0;
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
