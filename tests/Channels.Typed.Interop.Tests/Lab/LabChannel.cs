namespace Channels.Typed.Interop.Tests.Lab;

[ChannelHandler]
public sealed partial class LabChannel(LabLog log) : ILabChannel
{
    public Task<LabJoined> JoinAsync(CancellationToken cancellationToken) => Task.FromResult(new LabJoined(log.Join()));

    public Task CrashAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("As asked.");

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Context.Stop();
        return Task.CompletedTask;
    }

    public Task NeverAnswerAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    public async Task<Echoed> EchoAsync(Echoed text, CancellationToken cancellationToken)
    {
        await Push.NoticedAsync(text);
        return text;
    }
}
