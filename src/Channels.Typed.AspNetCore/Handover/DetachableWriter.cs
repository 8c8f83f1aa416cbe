using System.IO.Pipelines;

namespace Channels.Typed.AspNetCore.Handover;

/// <summary>Forwards all calls to a writer until it is detached. After that, written bytes are dropped.</summary>
internal sealed class DetachableWriter(PipeWriter writer) : PipeWriter
{
    private PipeWriter? _writer = writer;

    public override bool CanGetUnflushedBytes => _writer?.CanGetUnflushedBytes ?? true;

    public override long UnflushedBytes => _writer?.UnflushedBytes ?? 0;

    public void Detach() => _writer = null;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _writer?.GetMemory(sizeHint) ?? UnusedBuffer(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _writer is { } writer ? writer.GetSpan(sizeHint) : UnusedBuffer(sizeHint);

    public override void Advance(int bytes) => _writer?.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        _writer?.FlushAsync(cancellationToken) ?? new ValueTask<FlushResult>(ReaderCompleted());

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        _writer?.WriteAsync(source, cancellationToken) ?? new ValueTask<FlushResult>(ReaderCompleted());

    public override void CancelPendingFlush() => _writer?.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => _writer?.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _writer?.CompleteAsync(exception) ?? default;

    private static byte[] UnusedBuffer(int sizeHint) => new byte[Math.Max(sizeHint, 1)];

    private static FlushResult ReaderCompleted() => new(isCanceled: false, isCompleted: true);
}
