using System.Buffers;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// What waits to be written to one connection, in order and bounded in bytes. Several frames go out in one write. A shared frame that waits
/// alone is written as it is, without a copy; an outbox in which nothing waits holds no buffer. Where the client has agreed to it, frames
/// are compressed as they come in.
/// </summary>
internal sealed class Outbox(FrameSink sink, int maxBytes, Action<int> onOverflow, bool isCompressed = false) : IOutbox
{
    private const int SmallestBuffer = 1024;

    private readonly OutboxFlusher _flusher = OutboxFlusher.Assign();
    private readonly Lock _lock = new();

    // All guarded by _lock.
    private ReadOnlyMemory<byte> _single;
    private byte[] _waiting = [];
    private int _waitingLength;
    private byte[] _inFlight = [];
    private int _inFlightLength;
    private bool _isSending;
    private bool _isInBatch;
    private bool _isDue;
    private bool _isBroken;
    private TaskCompletionSource? _idle;

    /// <summary>Bytes that have not reached the kernel yet.</summary>
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

        int overflow = 0;
        bool mustAdd = false;
        lock (_lock)
        {
            if (_isBroken)
            {
                return;
            }

            if (_isSending || _isInBatch || _isDue)
            {
                overflow = Append(frame.Span);
            }
            else
            {
                _single = frame;
                _isDue = mustAdd = true;
            }
        }

        AfterTaking(overflow, mustAdd);
    }

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

    /// <summary>Takes a complete frame, which is copied.</summary>
    public void Send(ReadOnlySpan<byte> frame, Action? afterwards = null)
    {
        int overflow = 0;
        bool mustAdd;
        lock (_lock)
        {
            if (!_isBroken)
            {
                overflow = Append(frame);
            }

            afterwards?.Invoke();
            mustAdd = !(_isBroken || _isSending || _isInBatch || _isDue);
            _isDue |= mustAdd;
        }

        AfterTaking(overflow, mustAdd);
    }

    /// <summary>Input follows: what it leads to is written together, at <see cref="EndBatch"/>.</summary>
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

    /// <summary>The flusher's call.</summary>
    public void FlushDue()
    {
        lock (_lock)
        {
            _isDue = false;
            if (!_isInBatch)
            {
                SendWaiting();
            }
        }
    }

    /// <summary>Nothing more is taken; completes when nothing is being written any more.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            SendWaiting();
            _isBroken = true;
            if (!_isSending)
            {
                ReleaseWaiting();
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    // Outside the lock: whoever looks at logs and metrics may take their time.
    private void AfterTaking(int overflow, bool mustAdd)
    {
        if (overflow > 0)
        {
            onOverflow(overflow);
        }

        if (mustAdd)
        {
            _flusher.Add(this);
        }
    }

    /// <summary>Takes a copy; beyond the limit that was the last.</summary>
    /// <returns>How many bytes wait, if these are too many; otherwise zero.</returns>
    private int Append(ReadOnlySpan<byte> frame)
    {
        if (!_single.IsEmpty)
        {
            // It is no longer alone.
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

        // The client does not read: holding more for it would take memory from everybody else.
        Break();
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
        if (_isSending || _isBroken)
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
                Sent();
                return;
            }

            _isSending = true;
            _ = AwaitAsync(send);
        }
        catch (Exception)
        {
            // The connection is gone; its receive loop notices on its own.
            Sent();
            Break();
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
            Sent();
            if (failed)
            {
                Break();
            }

            if (!_isInBatch)
            {
                SendWaiting();
            }

            if (!_isSending)
            {
                _idle?.TrySetResult();
                if (_isBroken)
                {
                    ReleaseWaiting();
                }
            }
        }
    }

    private void Sent()
    {
        _inFlightLength = 0;
        Return(_inFlight);
        _inFlight = [];
    }

    private void Break()
    {
        if (!_isBroken)
        {
            _isBroken = true;
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
