using Channels.Typed.AspNetCore;

namespace Channels.Typed.InteropServer.Cases;

/// <summary>The typed channel of the cases.</summary>
[ChannelHandler]
public sealed partial class CaseChannel(Signals signals) : ICaseChannel, IHandleAfterJoin, IHandleTerminate
{
    private bool _greets;

    public async Task<Reply<CaseJoined, CaseRefused>> JoinAsync(JoinCase request, CancellationToken cancellationToken)
    {
        if (request.Refuse)
        {
            return new CaseRefused("nope");
        }

        if (request.Push)
        {
            await Push.HelloAsync(new Note("too early"));
        }

        if (request.Wait)
        {
            await signals.WaitAsync(Topic.Name, cancellationToken);
        }

        _greets = request.After;
        return new CaseJoined(Topic.Name);
    }

    public async ValueTask AfterJoinAsync(CancellationToken cancellationToken)
    {
        if (_greets)
        {
            await Broadcast.EnteredAsync(new Note("all"));
            await Push.HelloAsync(new Note("you"));
        }
    }

    public Task AckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task OrderAsync(CancellationToken cancellationToken)
    {
        await Push.PushedAsync(new Note("1"));
        await Broadcast.BroadcastAsync(new Note("2"));
        await Broadcast.InterceptedAsync(new Note("3"));
        await Push.PushedAsync(new Note("4"));
    }

    public async Task InterceptedAsync(Note note, CancellationToken cancellationToken) => await Broadcast.InterceptedAsync(note);

    public Task<Note> EchoAsync(Note note, CancellationToken cancellationToken) => Task.FromResult(note);

    public Task<Reply<Note, CaseRefused>> LaterAsync(Note note, CancellationToken cancellationToken)
    {
        DeferredReply<Note, CaseRefused> later = DeferLater();
        _ = AnswerAsync();
        return Task.FromResult<Reply<Note, CaseRefused>>(later);

        async Task AnswerAsync()
        {
            await signals.WaitAsync(Topic.Name, CancellationToken.None);
            later.Send(note);
        }
    }

    public Task SlowAsync(CancellationToken cancellationToken) => signals.WaitAsync(Topic.Name, cancellationToken);

    public Task OpenAsync(Note name, CancellationToken cancellationToken)
    {
        signals.Set(name.Text);
        return Task.CompletedTask;
    }

    public async Task<ReadOnlyMemory<byte>> BytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await Push.BytesPushedAsync(new byte[] { 0, 1 });
        await Broadcast.BytesBroadcastAsync(new byte[] { 7, 8, 9 });
        return (byte[])[.. bytes.Span, 3, 4];
    }

    public Task<ReadOnlyMemory<byte>> WantBytesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>>(new byte[] { 0xFF, 0xFE });

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Context.Stop();
        return Task.CompletedTask;
    }

    public Task CrashAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("As asked.");

    public async ValueTask TerminateAsync(TerminateReason reason)
    {
        if (Topic.Name.StartsWith("words", StringComparison.Ordinal))
        {
            await Push.YouLeftAsync(new Note(reason.ToString()));
        }
    }

    private partial ValueTask<Note?> InterceptInterceptedAsync(Note note) => new(new Note(note.Text + " via out"));
}
