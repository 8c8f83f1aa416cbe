using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.Protocol;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>The outbox of a connection to which nothing is sent. A frame that is sent all the same fails the test.</summary>
internal sealed class UnusedOutbox : IOutbox
{
    public static readonly UnusedOutbox Instance = new();

    public int MaxBytes => throw new NotSupportedException();

    public string MaxBytesOption => throw new NotSupportedException();

    public void Deliver(ReadOnlyMemory<byte> frame) => throw new NotSupportedException();

    public void Send(FrameBuffer buffer, bool isBinary = false, Action? afterwards = null, bool isLimited = false) =>
        throw new NotSupportedException();

    public Task? WaitForRoom() => null;
}
