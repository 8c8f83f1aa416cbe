namespace Channels.Typed.Interop.Tests.Faults;

[ChannelHandler]
public sealed partial class FaultChannel(FaultLog log) : IFaultChannel
{
    public Task<FaultJoined> JoinAsync(CancellationToken cancellationToken) => Task.FromResult(new FaultJoined(log.Join()));

    public Task CrashAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("As asked.");

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Context.Stop();
        return Task.CompletedTask;
    }

    public Task NeverAnswerAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    public async Task<Reply<ReadOnlyMemory<byte>, Echoed>> EchoBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
        {
            return new Echoed("empty");
        }

        await Broadcast.BytesNoticedAsync(bytes);
        return bytes;
    }

    public async Task<Echoed> EchoAsync(Echoed text, CancellationToken cancellationToken)
    {
        await Push.NoticedAsync(text);
        return text;
    }

    private partial ValueTask<ReadOnlyMemory<byte>?> InterceptBytesNoticedAsync(ReadOnlyMemory<byte> bytes) =>
        new((ReadOnlyMemory<byte>)(byte[])[.. bytes.Span, 0]);
}
