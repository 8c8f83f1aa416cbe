namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A stream that records what is written to it, and passes it on to the next stream, if there is one.</summary>
internal sealed class RecordingStream : Stream
{
    private readonly List<byte> _bytes = [];
    private Stream _next = Null;

    /// <summary>Gets the lengths of the writes.</summary>
    public List<int> Sizes { get; } = [];

    public byte[] Bytes => [.. _bytes];

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public RecordingStream Before(Stream next)
    {
        _next = next;
        return this;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Sizes.Add(buffer.Length);
        _bytes.AddRange(buffer.Span);
        return _next.WriteAsync(buffer, cancellationToken);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _next.ReadAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => _next.FlushAsync(cancellationToken);

    public override void Flush() => _next.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
