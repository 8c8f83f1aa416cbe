using System.Buffers;
using System.IO.Pipelines;

namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>
/// A client that sends a join, and then the same bytes again and again. Everything is there at once, so that the connection's receive loop
/// never leaves the thread that started it.
/// </summary>
/// <param name="join">The join.</param>
/// <param name="batch">What each further read gives.</param>
/// <param name="reads">How many further reads there are.</param>
/// <param name="onRead">Called before each read, with how many came before.</param>
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

        // Copied anew each time, as the receiver unmasks in place.
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
            throw new InvalidOperationException("The connection has not taken all that was sent.");
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

    public override void CancelPendingRead() => throw new NotSupportedException();

    public override void Complete(Exception? exception = null)
    {
    }
}
