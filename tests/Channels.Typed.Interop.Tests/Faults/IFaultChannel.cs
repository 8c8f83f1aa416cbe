namespace Channels.Typed.Interop.Tests.Faults;

/// <summary>What the chat does not do: crash, stop, and leave a push without a reply.</summary>
[Channel("fault:{name}", JsonContext = typeof(FaultJson))]
public partial interface IFaultChannel : IChannel<IFaultEvents>
{
    [Join]
    Task<FaultJoined> JoinAsync(CancellationToken cancellationToken = default);

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
