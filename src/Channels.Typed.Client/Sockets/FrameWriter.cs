using System.Threading.Channels;
using Channels.Typed.Client.Pushes;
using Channels.Typed.Client.Transports;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Sockets;

/// <summary>The writing half of a connection: encodes what is queued, in order, and hands it to the transport.</summary>
internal sealed class FrameWriter(SocketEngine engine, IClientTransport transport)
{
    private const int LargestBufferKept = 64 * 1024;

    // What is written before the transport is told to send what it kept.
    private const int MaxUnflushed = 100;

    // Pushes are bounded by MaxPendingPushes; joins, leaves and heartbeats by what causes them.
    private readonly Channel<OutboundFrame> _outbox = Channel.CreateUnbounded<OutboundFrame>(new UnboundedChannelOptions { SingleReader = true });

    private readonly List<PendingPush> _unflushed = [];
    private byte[] _buffer = [];
    private int _closeCode = CloseCodes.Normal;
    private string? _closeReason;

    public void Enqueue(OutboundFrame frame)
    {
        if (!_outbox.Writer.TryWrite(frame))
        {
            // The connection has ended, which the push is told when the socket hears of it. The writer will not come to it.
            frame.Push?.ReleaseSlot();
        }
    }

    /// <summary>Says what the close frame is to say. To be called before <see cref="Complete"/>.</summary>
    public void CloseAs(int code, string? reason) => (_closeCode, _closeReason) = (code, reason);

    /// <summary>Nothing more is queued. Safe to call from anywhere, and more than once.</summary>
    public void Complete() => _ = _outbox.Writer.TryComplete();

    /// <summary>Writes until the queue is completed and empty, and then a close frame.</summary>
    /// <exception cref="Exception">The connection is lost, or was given up.</exception>
    public async Task RunAsync(CancellationToken abort)
    {
        // No token, which would cost a registration each time: the outbox is completed when the connection has ended.
        while (await _outbox.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            int count = 0;
            while (count++ < MaxUnflushed && !abort.IsCancellationRequested && _outbox.Reader.TryRead(out OutboundFrame frame))
            {
                if (BeginWrite(frame.Push))
                {
                    await transport.SendAsync(Encode(frame), frame.IsBinary, abort).ConfigureAwait(false);
                }
            }

            abort.ThrowIfCancellationRequested();
            await transport.FlushAsync(abort).ConfigureAwait(false);
            EndWrites();
        }

        abort.ThrowIfCancellationRequested();
        await transport.CloseAsync(_closeCode, _closeReason, abort).ConfigureAwait(false);
    }

    /// <summary>Gives back the slots of pushes that were never written. Needs the socket's gate, and that nothing runs any more.</summary>
    public void Discard()
    {
        while (_outbox.Reader.TryRead(out OutboundFrame frame))
        {
            frame.Push?.ReleaseSlot();
        }
    }

    private bool BeginWrite(PendingPush? push)
    {
        if (push is null)
        {
            return true;
        }

        lock (engine.Gate)
        {
            if (!push.BeginWrite())
            {
                return false;
            }
        }

        _unflushed.Add(push);
        return true;
    }

    private void EndWrites()
    {
        if (_unflushed.Count > 0)
        {
            lock (engine.Gate)
            {
                foreach (PendingPush push in _unflushed)
                {
                    push.OnWritten();
                }
            }

            _unflushed.Clear();
        }
    }

    private ReadOnlyMemory<byte> Encode(OutboundFrame frame)
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

            // The buffer belongs to this thread, which the coming await may leave.
            buffer.Written.CopyTo(_buffer);
            return _buffer.AsMemory(0, length);
        }
        finally
        {
            buffer.Return();
        }
    }
}
