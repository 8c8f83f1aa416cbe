using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>One attempt of the client to connect.</summary>
internal sealed class ScriptedAttempt
{
    private readonly TaskCompletionSource<IClientTransport> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedAttempt(TransportRequest request, CancellationToken cancellationToken)
    {
        Request = request;
        _ = cancellationToken.Register(() => _outcome.TrySetCanceled(cancellationToken));
    }

    public TransportRequest Request { get; }

    public Uri Uri => Request.WebSocketUri;

    public Task<IClientTransport> Outcome => _outcome.Task;

    public ScriptedConnection Accept()
    {
        var connection = new ScriptedConnection();
        Assert.True(_outcome.TrySetResult(connection));
        return connection;
    }

    public void Refuse(Exception? exception = null) => Assert.True(_outcome.TrySetException(exception ?? new IOException("refused")));
}
