using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>An in-memory server. Its work runs on the thread of its caller.</summary>
internal sealed class ModelServer(ModelWire wire) : IClientTransportFactory
{
    private readonly Queue<SentFrame> _received = [];
    private TaskCompletionSource? _attempt;
    private IModelConnection? _offered;
    private int _attempts;

    /// <summary>Gets how many attempts to connect are in progress.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    public List<IModelConnection> Connections { get; } = [];

    public async Task<IClientTransport> ConnectAsync(TransportRequest request, CancellationToken cancellationToken)
    {
        var connection = new ModelConnection(this);
        await AttemptAsync(connection, cancellationToken);
        return connection;
    }

    /// <summary>The client attempts to connect. The task completes when the server accepts.</summary>
    public Task AttemptAsync(IModelConnection connection, CancellationToken cancellationToken)
    {
        var attempt = new TaskCompletionSource();
        (_attempt, _offered) = (attempt, connection);
        _ = Interlocked.Increment(ref _attempts);
        _ = cancellationToken.Register(() =>
        {
            if (attempt.Task.IsCompleted)
            {
                return;
            }

            _ = Interlocked.Decrement(ref _attempts);
            _ = attempt.TrySetCanceled(cancellationToken);
        });
        return attempt.Task;
    }

    public IModelConnection Accept()
    {
        IModelConnection connection = _offered!; // Called only during an attempt.
        Connections.Add(connection);
        _ = Interlocked.Decrement(ref _attempts);
        _attempt!.SetResult();
        return connection;
    }

    public void Refuse()
    {
        _ = Interlocked.Decrement(ref _attempts);
        _attempt!.SetException(new IOException("refused")); // Called only during an attempt.
    }

    /// <summary>The client sent a message.</summary>
    public void Receive(ReadOnlySpan<byte> message, bool isBinary)
    {
        SentFrame frame = wire.Read(message, isBinary);
        lock (_received)
        {
            _received.Enqueue(frame);
        }
    }

    /// <summary>Takes the next received frame, or returns <see langword="null"/>.</summary>
    public SentFrame? TakeReceived()
    {
        lock (_received)
        {
            return _received.TryDequeue(out SentFrame? frame) ? frame : null;
        }
    }
}
