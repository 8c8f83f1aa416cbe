using System.IO.Pipelines;

namespace Channels.Typed.AspNetCore.Handover;

/// <summary>
/// Forwards all calls to a reader until it is detached. After that it returns the end of the input, and all other calls do nothing.
/// </summary>
internal sealed class DetachableReader(PipeReader reader) : PipeReader
{
    private PipeReader? _reader = reader;

    public void Detach() => _reader = null;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _reader?.ReadAsync(cancellationToken) ?? new ValueTask<ReadResult>(AtEnd());

    public override bool TryRead(out ReadResult result)
    {
        if (_reader is { } reader)
        {
            return reader.TryRead(out result);
        }

        result = AtEnd();
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => _reader?.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _reader?.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => _reader?.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _reader?.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _reader?.CompleteAsync(exception) ?? default;

    private static ReadResult AtEnd() => new(default, isCanceled: false, isCompleted: true);
}
