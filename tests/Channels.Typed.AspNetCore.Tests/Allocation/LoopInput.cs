using System.Buffers;
using System.IO.Pipelines;

namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>
/// The input of a client that sends a join and then the same bytes many times. Each read completes synchronously, so the receive loop stays
/// on the thread that started it.
/// </summary>
/// <param name="join">The join.</param>
/// <param name="batch">The bytes of each further read.</param>
/// <param name="reads">How many further reads there are.</param>
/// <param name="onRead">Called before each read with the number of earlier reads.</param>
internal sealed class LoopInput(byte[] join, byte[] batch, int reads, Action<int> onRead) : PipeReader
{
    private readonly byte[] _bytes = new byte[Math.Max(join.Length, batch.Length)];
    private int _reads;
    private ReadOnlySequence<byte> _current;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        onRead(_reads);
        if (_reads > reads)
        {
            return new(new ReadResult(default, isCanceled: false, isCompleted: true));
        }

        // Copied for each read because the receiver unmasks in place.
        byte[] source = _reads == 0 ? join : batch;
        source.CopyTo(_bytes, 0);
        _current = new ReadOnlySequence<byte>(_bytes, 0, source.Length);
        _reads++;
        return new(new ReadResult(_current, isCanceled: false, isCompleted: false));
    }

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!consumed.Equals(_current.End) && _reads <= reads)
        {
            throw new InvalidOperationException("The connection did not consume all bytes.");
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

    public override void CancelPendingRead() => throw new NotSupportedException();

    public override void Complete(Exception? exception = null)
    {
    }
}
