namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>An untyped channel that calls the functions of its test's <see cref="ChannelProgram"/>.</summary>
internal sealed class ProgrammedChannel(ChannelProgram program, ProgramScope scope) : UntypedChannel, IHandleTerminate, IDisposable
{
    /// <summary>Gets the service that the scope of this channel owns.</summary>
    public ProgramScope Scope { get; } = scope;

    public ValueTask TerminateAsync(TerminateReason reason) => program.Terminate(Context, reason);

    public void Dispose() => program.Dispose();

    protected override ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken)
    {
        program.Joins.Enqueue(Context);
        return program.Join(Topic, cancellationToken);
    }

    protected override ValueTask<ChannelReply> HandleInAsync(
        string eventName, ChannelPayload payload, CancellationToken cancellationToken) =>
        program.Push(Context, eventName, cancellationToken);
}
