using System.Threading.Channels;
using Channels.Typed.Client.Frames;
using Channels.Typed.Client.Transports;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Sockets;

/// <summary>The writing half of a connection: encodes the queued frames in order and hands them to the transport.</summary>
internal sealed class FrameWriter(SocketEngine engine, Connection connection, IClientTransport transport)
{
    private const int LargestBufferKept = 64 * 1024;

    // How many frames are handed to the transport before it is flushed.
    private const int MaxUnflushed = 100;

    // Unbounded: pushes are bounded by MaxPendingPushes, and joins, leaves and heartbeats by their causes.
    private readonly Channel<(OutboundFrame Frame, PendingPush? Push)> _outbox =
        Channel.CreateUnbounded<(OutboundFrame Frame, PendingPush? Push)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly List<PendingPush> _unflushed = [];
    private byte[] _buffer = [];
    private int _closeCode = CloseCodes.Normal;
    private string? _closeReason;
    private volatile bool _isClosedByServer;

    /// <summary>Queues a frame. Needs the socket's lock.</summary>
    public void Enqueue(OutboundFrame frame, PendingPush? push)
    {
        if (!_outbox.Writer.TryWrite((frame, push)))
        {
            // The connection has ended, and Detach will fail this push. The writer never sees it, so its slot is released here.
            push?.ReleaseSlot();
        }
    }

    /// <summary>Sets the code and reason of the close frame. To be called before <see cref="Complete"/>.</summary>
    public void CloseAs(int code, string? reason) => (_closeCode, _closeReason) = (code, reason);

    /// <summary>
    /// Makes the writer answer the close frame of the server: it sends a close frame with this code after the write in progress, and
    /// nothing that is queued.
    /// </summary>
    public void AnswerClose(int code)
    {
        CloseAs(code, null);
        _isClosedByServer = true;
        Complete();
    }

    /// <summary>Closes the queue. Safe to call from any thread, and more than once.</summary>
    public void Complete() => _ = _outbox.Writer.TryComplete();

    /// <summary>
    /// Writes until the queue is completed and empty, or until <see cref="AnswerClose"/>, and then sends a close frame.
    /// </summary>
    /// <exception cref="Exception">The connection is lost, or was aborted.</exception>
    public async Task RunAsync(CancellationToken abort)
    {
        // Waits without the token, because it would cost a registration each time. The outbox is completed when the connection has ended.
        while (await _outbox.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false) && !_isClosedByServer)
        {
            int count = 0;
            while (count++ < MaxUnflushed
                && !abort.IsCancellationRequested
                && !_isClosedByServer
                && _outbox.Reader.TryRead(out (OutboundFrame Frame, PendingPush? Push) next))
            {
                if (BeginWrite(next.Push) && TryEncode(next.Frame, out ReadOnlyMemory<byte> message))
                {
                    await transport.SendAsync(message, next.Frame.IsBinary, abort).ConfigureAwait(false);
                    if (next.Push is not null)
                    {
                        _unflushed.Add(next.Push);
                    }
                }
            }

            abort.ThrowIfCancellationRequested();
            await transport.FlushAsync(abort).ConfigureAwait(false);
            EndWrites();
        }

        abort.ThrowIfCancellationRequested();
        await transport.CloseAsync(_closeCode, _closeReason, abort).ConfigureAwait(false);
    }

    /// <summary>
    /// Releases the slots of pushes that were never written. Needs the socket's lock, and <see cref="RunAsync"/> must have ended.
    /// </summary>
    public void ReleaseUnwritten()
    {
        while (_outbox.Reader.TryRead(out (OutboundFrame Frame, PendingPush? Push) next))
        {
            next.Push?.ReleaseSlot();
        }
    }

    private bool BeginWrite(PendingPush? push)
    {
        if (push is null)
        {
            return true;
        }

        lock (engine.Lock)
        {
            return push.BeginWrite();
        }
    }

    private void EndWrites()
    {
        if (_unflushed.Count > 0)
        {
            lock (engine.Lock)
            {
                foreach (PendingPush push in _unflushed)
                {
                    push.OnWritten();
                }
            }

            _unflushed.Clear();
        }
    }

    private bool TryEncode(in OutboundFrame frame, out ReadOnlyMemory<byte> message)
    {
        try
        {
            message = Encode(frame);
            return true;
        }
        catch (Exception e)
        {
            // The payload is the application's memory, so this may be any exception. Only the call of this frame fails.
            lock (engine.Lock)
            {
                connection.OnNotEncoded(frame.Ref, e);
            }

            message = default;
            return false;
        }
    }

    private ReadOnlyMemory<byte> Encode(in OutboundFrame frame)
    {
        FrameBuffer buffer = FrameBuffer.Rent();
        try
        {
            frame.WriteTo(buffer, engine.Settings.ProtocolVersion);
            int length = buffer.Length;
            if (_buffer.Length < length || _buffer.Length > LargestBufferKept)
            {
                _buffer = new byte[Math.Max(length, 1024)];
            }

            // The rented buffer belongs to this thread, and the await that follows may continue on another one. So the bytes are copied.
            buffer.Written.CopyTo(_buffer);
            return _buffer.AsMemory(0, length);
        }
        finally
        {
            buffer.Return();
        }
    }
}
