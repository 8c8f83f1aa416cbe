using System.Buffers;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>Memory that cannot be read, like a buffer that was returned to its pool.</summary>
internal sealed class UnreadableMemory : MemoryManager<byte>
{
    public override Memory<byte> Memory => CreateMemory(8);

    public override Span<byte> GetSpan() => throw new ObjectDisposedException(nameof(UnreadableMemory));

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
