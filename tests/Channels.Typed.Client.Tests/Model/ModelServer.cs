using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>A server in memory that goes on in the thread of whoever tells it what to do.</summary>
internal sealed class ModelServer : IClientTransportFactory
{
    private TaskCompletionSource<IClientTransport>? _attempt;
    private int _attempts;

    /// <summary>Gets how many attempts to connect are under way.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    public List<ModelConnection> Connections { get; } = [];

    /// <summary>Gets the frames that were not looked at yet.</summary>
    public Queue<string> Written { get; } = [];

    public Task<IClientTransport> ConnectAsync(TransportRequest request, CancellationToken cancellationToken)
    {
        var attempt = new TaskCompletionSource<IClientTransport>();
        _attempt = attempt;
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

    public ModelConnection Accept()
    {
        var connection = new ModelConnection(Written);
        Connections.Add(connection);
        _ = Interlocked.Decrement(ref _attempts);
        _attempt!.SetResult(connection); // Asked for only while there is one.
        return connection;
    }

    public void Refuse()
    {
        _ = Interlocked.Decrement(ref _attempts);
        _attempt!.SetException(new IOException("refused")); // Asked for only while there is one.
    }
}
