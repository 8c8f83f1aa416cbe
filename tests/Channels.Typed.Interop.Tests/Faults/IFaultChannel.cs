namespace Channels.Typed.Interop.Tests.Lab;

/// <summary>What the chat never does: crash, stop, and leave a push without an answer.</summary>
[Channel("lab:{name}", JsonContext = typeof(LabJson))]
public partial interface ILabChannel : IChannel<ILabEvents>
{
    [Join]
    Task<LabJoined> JoinAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task CrashAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task StopAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task NeverAnswerAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Echoed> EchoAsync(Echoed text, CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Reply<ReadOnlyMemory<byte>, Echoed>> EchoBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);
}
