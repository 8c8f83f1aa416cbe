namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// The input of a <see cref="System.IO.Compression.DeflateStream"/>. It records how far the decompressor has read: a decompressor reads
/// again only after it has used everything from before. When the message is used up, the next read returns the two bytes of an empty last
/// block. If the decompressor never reads these two bytes, the compressed stream had a last block itself.
/// </summary>
/// <param name="bytes">The message, with the four bytes that its sender has removed.</param>
/// <param name="start">The position at which the compressed stream starts.</param>
/// <param name="byteByByteFrom">The position from which each read returns one byte, which shows exactly where the stream ends.</param>
internal sealed class DeflateInput(byte[] bytes, int start, int byteByByteFrom) : Stream
{
    private static readonly byte[] LastBlock = [0x03, 0x00];

    private int _position = start;

    /// <summary>Gets the position at which the last read started.</summary>
    public int LastReadStart { get; private set; } = start;

    /// <summary>Gets the position at which the last read ended.</summary>
    public int LastReadEnd => _position;

    /// <summary>Gets a value indicating whether the decompressor has read the added last block, because the stream had none.</summary>
    public bool HasReadLastBlock { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_position == bytes.Length)
        {
            if (HasReadLastBlock)
            {
                return 0;
            }

            HasReadLastBlock = true;
            LastBlock.CopyTo(buffer);
            return LastBlock.Length;
        }

        int maxLength = _position >= byteByByteFrom ? 1 : Math.Min(buffer.Length, byteByByteFrom - _position);
        int length = Math.Min(maxLength, bytes.Length - _position);
        bytes.AsSpan(_position, length).CopyTo(buffer);
        LastReadStart = _position;
        _position += length;
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
