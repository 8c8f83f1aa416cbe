using System.Threading.Channels;
using Channels.Typed.Client;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Testing;

/// <summary>A server in memory for tests of code that uses <see cref="ChannelSocket"/>. The test controls what it does.</summary>
/// <remarks>
/// The server does nothing by itself except reply to heartbeats, and nothing depends on time, so the socket can have a clock that the test
/// controls. <see cref="Patience"/> limits all waits, in real time. Safe for use from several threads.
/// </remarks>
public sealed class TestChannelServer : IClientTransportFactory
{
    private readonly Channel<TestConnection> _connections = Channel.CreateUnbounded<TestConnection>();
    private volatile ConnectRefusedException? _refusal;

    /// <summary>Gets or sets how long a test waits for the client before it fails with a <see cref="TimeoutException"/>.</summary>
    /// <value>The default is 20 seconds, so that tests do not fail on slow machines.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Creates a socket that connects to this server.</summary>
    /// <param name="configure">Sets more options.</param>
    /// <returns>The socket. The caller disposes it.</returns>
    public ChannelSocket CreateSocket(Action<ChannelSocketOptions>? configure = null)
    {
        var options = new ChannelSocketOptions { Jitter = 0, TransportFactory = this };
        configure?.Invoke(options);
        return new ChannelSocket(new Uri("ws://test.invalid/socket"), options);
    }

    /// <summary>Waits for the next connection of the client. The server accepts connections also without this call.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="TimeoutException">The client did not connect within <see cref="Patience"/>.</exception>
    public Task<TestConnection> AcceptAsync(CancellationToken cancellationToken = default) =>
        _connections.Reader.ReadWithinAsync(Patience, "a connection", cancellationToken);

    /// <summary>Refuses all later connections until <see cref="AcceptAgain"/> is called.</summary>
    /// <param name="httpStatus">The HTTP status that the client gets.</param>
    public void Refuse(int httpStatus = 403) => _refusal = new ConnectRefusedException(httpStatus);

    /// <summary>Accepts connections again after <see cref="Refuse"/>.</summary>
    public void AcceptAgain() => _refusal = null;

    /// <inheritdoc/>
    Task<IClientTransport> IClientTransportFactory.ConnectAsync(TransportRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_refusal is { } refusal)
        {
            return Task.FromException<IClientTransport>(refusal);
        }

        var connection = new TestConnection(this, request);
        _ = _connections.Writer.TryWrite(connection);
        return Task.FromResult<IClientTransport>(connection.Transport);
    }
}
