using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>A server in memory that goes on in the thread of whoever tells it what to do.</summary>
internal sealed class ModelServer(ModelWire wire) : IClientTransportFactory
{
    private readonly Queue<SentFrame> _received = [];
    private TaskCompletionSource? _attempt;
    private IModelConnection? _offered;
    private int _attempts;

    /// <summary>Gets how many attempts to connect are under way.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    public List<IModelConnection> Connections { get; } = [];

    public async Task<IClientTransport> ConnectAsync(TransportRequest request, CancellationToken cancellationToken)
    {
        var connection = new ModelConnection(this);
        await AttemptAsync(connection, cancellationToken);
        return connection;
    }

    /// <summary>The client wants a connection, and waits for it to be accepted.</summary>
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
        IModelConnection connection = _offered!; // Asked for only while there is an attempt.
        Connections.Add(connection);
        _ = Interlocked.Decrement(ref _attempts);
        _attempt!.SetResult();
        return connection;
    }

    public void Refuse()
    {
        _ = Interlocked.Decrement(ref _attempts);
        _attempt!.SetException(new IOException("refused")); // Asked for only while there is one.
    }

    /// <summary>The client sent something.</summary>
    public void Receive(ReadOnlySpan<byte> message, bool isBinary)
    {
        SentFrame frame = wire.Read(message, isBinary);
        lock (_received)
        {
            _received.Enqueue(frame);
        }
    }

    /// <summary>Takes the next frame that was not looked at yet.</summary>
    public SentFrame? TakeReceived()
    {
        lock (_received)
        {
            return _received.TryDequeue(out SentFrame? frame) ? frame : null;
        }
    }
}
