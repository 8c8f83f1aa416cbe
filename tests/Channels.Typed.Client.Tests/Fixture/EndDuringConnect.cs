using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>One attempt to connect, which succeeds even if it is canceled. The socket is ended at an exact moment of the attempt.</summary>
internal sealed class EndDuringConnect(string moment) : IClientTransportFactory, IClientTransport
{
    public const string BeforeTheFactoryReturns = "before the factory returns";
    public const string BeforeTheHeartbeatStarts = "before the heartbeat starts";
    public const string BeforeTheFirstRead = "before the first read";
    public const string WhileTheAttemptIsCanceled = "while the attempt is canceled";
    public const string AfterTheAttemptWasCanceled = "after the attempt was canceled";

    private readonly IClientTransport _inner = new ScriptedConnection();
    private readonly TaskCompletionSource<IClientTransport> _late = new();
    private readonly TaskCompletionSource<Task> _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _attempted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets how the socket is ended.</summary>
    public required Func<ChannelSocket, Task> End { get; init; }

    public ChannelSocket? Socket { get; set; }

    public bool IsAborted { get; private set; }

    public string Name => "test";

    public bool NeedsHeartbeat
    {
        get
        {
            Reach(BeforeTheHeartbeatStarts);
            return true;
        }
    }

    /// <summary>Waits until the socket has ended at the given moment.</summary>
    public async Task RunAsync()
    {
        await _attempted.Task.Within();
        Reach(WhileTheAttemptIsCanceled);
        Reach(AfterTheAttemptWasCanceled);
        Task ended = await _ending.Task.Within();
        _ = _late.TrySetResult(this);
        await ended.Within();
    }

    public Task<IClientTransport> ConnectAsync(TransportRequest request, CancellationToken cancellationToken)
    {
        Reach(BeforeTheFactoryReturns);
        if (moment == WhileTheAttemptIsCanceled)
        {
            _ = cancellationToken.Register(() => _late.TrySetResult(this));
        }

        _ = _attempted.TrySetResult();
        return moment is WhileTheAttemptIsCanceled or AfterTheAttemptWasCanceled ? _late.Task : Task.FromResult<IClientTransport>(this);
    }

    public ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        Reach(BeforeTheFirstRead);
        return _inner.ReceiveAsync(cancellationToken);
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken) =>
        _inner.SendAsync(message, isBinary, cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken) =>
        _inner.CloseAsync(code, reason, cancellationToken);

    public void Abort()
    {
        IsAborted = true;
        _inner.Abort();
    }

    private void Reach(string reached)
    {
        if (reached == moment && !_ending.Task.IsCompleted)
        {
            _ending.SetResult(End(Socket!)); // Set before the socket connects.
        }
    }
}
