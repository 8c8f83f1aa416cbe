namespace Channels.Typed.InteropServer.Cases;

/// <summary>A typed channel for the cases that need more than the recordings' application.</summary>
[Channel("case:{name}", JsonContext = typeof(CaseJson))]
public partial interface ICaseChannel : IChannel<ICaseEvents>
{
    [Join]
    Task<Reply<CaseJoined, CaseRefused>> JoinAsync(JoinCase request, CancellationToken cancellationToken = default);

    [HandleIn]
    Task AckAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task OrderAsync(CancellationToken cancellationToken = default);

    [HandleIn("intercepted")]
    Task InterceptedAsync(Note note, CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Note> EchoAsync(Note note, CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Reply<Note, CaseRefused>> LaterAsync(Note note, CancellationToken cancellationToken = default);

    [HandleIn]
    Task SlowAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task OpenAsync(Note name, CancellationToken cancellationToken = default);

    [HandleIn]
    Task<ReadOnlyMemory<byte>> BytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);

    [HandleIn]
    Task<ReadOnlyMemory<byte>> WantBytesAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task StopAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task CrashAsync(CancellationToken cancellationToken = default);
}
