using System.Threading.Channels;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>A server in memory: the test decides about each connection attempt and each frame.</summary>
internal sealed class ScriptedServer : IClientTransportFactory
{
    private readonly Channel<ScriptedAttempt> _attempts = Channel.CreateUnbounded<ScriptedAttempt>();

    public Task<IClientTransport> ConnectAsync(TransportRequest request, CancellationToken cancellationToken)
    {
        var attempt = new ScriptedAttempt(request, cancellationToken);
        _ = _attempts.Writer.TryWrite(attempt);
        return attempt.Outcome;
    }

    /// <summary>The client's next attempt to connect, which waits for the test's answer.</summary>
    public Task<ScriptedAttempt> AttemptAsync() => _attempts.Reader.ReadAsync().AsTask().Within();

    public async Task<ScriptedConnection> AcceptAsync() => (await AttemptAsync()).Accept();

    public async Task RefuseAsync(Exception? exception = null) => (await AttemptAsync()).Refuse(exception);

    /// <summary>Whether an attempt waits that the test did not ask for.</summary>
    public bool HasAttempt => _attempts.Reader.TryPeek(out _);
}
