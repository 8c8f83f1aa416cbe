namespace Channels.Typed.AspNetCore.Transports;

/// <summary>
/// What an inflater reads of a message, and how far: it asks for more only when it has used up what it has. The two bytes that end a stream which does
/// not end by itself come alone, so that whoever has not asked for them has found another end before.
/// </summary>
/// <param name="bytes">The message, with what its sender has cut off.</param>
/// <param name="start">Where the stream begins.</param>
/// <param name="singlyFrom">From where on there is one byte at a time, which tells exactly where the stream ends.</param>
internal sealed class DeflateInput(byte[] bytes, int start, int singlyFrom) : Stream
{
    private static readonly byte[] LastBlock = [0x03, 0x00];

    private int _at = start;

    /// <summary>Gets where the bytes begin that were given last.</summary>
    public int LastStart { get; private set; } = start;

    /// <summary>Gets the end of what was given.</summary>
    public int End => _at;

    /// <summary>Gets a value indicating whether the stream had no end of its own.</summary>
    public bool IsAtLastBlock { get; private set; }

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
        if (_at == bytes.Length)
        {
            if (IsAtLastBlock)
            {
                return 0;
            }

            IsAtLastBlock = true;
            LastBlock.CopyTo(buffer);
            return LastBlock.Length;
        }

        int most = _at >= singlyFrom ? 1 : Math.Min(buffer.Length, singlyFrom - _at);
        int length = Math.Min(most, bytes.Length - _at);
        bytes.AsSpan(_at, length).CopyTo(buffer);
        LastStart = _at;
        _at += length;
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
