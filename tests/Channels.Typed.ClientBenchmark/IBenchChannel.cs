namespace Channels.Typed.ClientBenchmark;

/// <summary>The contract of the measured channel.</summary>
[Channel("bench:{name}", JsonContext = typeof(BenchJson))]
public partial interface IBenchChannel : IChannel<IBenchEvents>
{
    [Join]
    Task JoinAsync(CancellationToken cancellationToken = default);

    [HandleIn]
    Task<Note> EchoAsync(Note note, CancellationToken cancellationToken = default);

    [HandleIn(NoReply = true)]
    Task BurstAsync(Burst burst, CancellationToken cancellationToken = default);
}
