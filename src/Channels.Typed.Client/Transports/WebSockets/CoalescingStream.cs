#if NET
using System.Buffers;

namespace Channels.Typed.Client.Transports.WebSockets;

/// <summary>
/// The stream under a WebSocket. While the switch is on, it keeps what is written, so that the messages of one moment are sent with one
/// system call instead of one for each. The WebSocket writes one frame at a time, its own pings and pongs included, so this class needs no
/// lock.
/// </summary>
internal sealed class CoalescingStream(Stream inner, CoalescingSwitch coalescing) : Stream
{
    private const int Capacity = 16 * 1024;

    // Null while nothing is kept.
    private byte[]? _kept;
    private int _count;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_count == 0 && (!coalescing.IsOn || buffer.Length > Capacity))
        {
            return inner.WriteAsync(buffer, cancellationToken);
        }

        if (buffer.Length > Capacity - _count)
        {
            return WriteKeptAndAsync(buffer, cancellationToken);
        }

        _kept ??= ArrayPool<byte>.Shared.Rent(Capacity);
        buffer.Span.CopyTo(_kept.AsSpan(_count));
        _count += buffer.Length;
        return coalescing.IsOn ? default : WriteKeptAsync(cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _count > 0 ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // A write may still be reading the kept bytes, so they are not returned to the pool.
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask WriteKeptAndAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await WriteKeptAsync(cancellationToken).ConfigureAwait(false);
        await WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteKeptAsync(CancellationToken cancellationToken)
    {
        byte[] kept = _kept!; // Called only when something is kept.
        await inner.WriteAsync(kept.AsMemory(0, _count), cancellationToken).ConfigureAwait(false);
        _kept = null;
        _count = 0;
        ArrayPool<byte>.Shared.Return(kept);
    }
}
#endif
