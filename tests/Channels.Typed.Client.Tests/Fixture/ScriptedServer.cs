using System.Threading.Channels;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>An in-memory server. The test decides about each connection attempt and each frame.</summary>
internal sealed class ScriptedServer : IClientTransportFactory
{
    private readonly Channel<ScriptedAttempt> _attempts = Channel.CreateUnbounded<ScriptedAttempt>();

    public Task<IClientTransport> ConnectAsync(TransportRequest request, CancellationToken cancellationToken)
    {
        var attempt = new ScriptedAttempt(request, cancellationToken);
        _ = _attempts.Writer.TryWrite(attempt);
        return attempt.Outcome;
    }

    /// <summary>Receives the client's next attempt to connect. It waits for the decision of the test.</summary>
    public Task<ScriptedAttempt> AttemptAsync() => _attempts.Reader.ReadAsync().Within();

    public async Task<ScriptedConnection> AcceptAsync() => (await AttemptAsync()).Accept();

    public async Task RefuseAsync(Exception? exception = null) => (await AttemptAsync()).Refuse(exception);

    /// <summary>Gets a value indicating whether an attempt waits that the test has not received.</summary>
    public bool HasAttempt => _attempts.Reader.TryPeek(out _);
}
