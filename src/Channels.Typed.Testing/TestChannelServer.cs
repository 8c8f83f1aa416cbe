using System.Threading.Channels;
using Channels.Typed.Client;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Testing;

/// <summary>A server in memory for tests of code that uses <see cref="ChannelSocket"/>: the test says what it does.</summary>
/// <remarks>
/// Nothing happens by itself but the answers to heartbeats, and nothing depends on time, so the socket may have a clock that the test
/// moves. Waits are bounded by <see cref="Patience"/> in real time. Safe for use from several threads.
/// </remarks>
public sealed class TestChannelServer : IClientTransportFactory
{
    private readonly Channel<TestConnection> _connections = Channel.CreateUnbounded<TestConnection>();
    private volatile ConnectRefusedException? _refusal;

    /// <summary>Gets or sets how long a test waits for the client before it fails with a <see cref="TimeoutException"/>.</summary>
    /// <value>The default is 20 seconds, so that slow machines are no reason to fail.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Makes a socket that connects to this server.</summary>
    /// <param name="configure">Sets further options.</param>
    /// <returns>The socket, which is the caller's to dispose.</returns>
    public ChannelSocket CreateSocket(Action<ChannelSocketOptions>? configure = null)
    {
        var options = new ChannelSocketOptions { Jitter = 0, TransportFactory = this };
        configure?.Invoke(options);
        return new ChannelSocket(new Uri("ws://test.invalid/socket"), options);
    }

    /// <summary>Waits for the client's next connection. Connections are accepted without waiting for this call.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="TimeoutException">None came within <see cref="Patience"/>.</exception>
    public Task<TestConnection> AcceptAsync(CancellationToken cancellationToken = default) =>
        _connections.Reader.ReadWithinAsync(Patience, "a connection", cancellationToken);

    /// <summary>From now on connections are refused, until <see cref="AcceptAgain"/>.</summary>
    /// <param name="httpStatus">The status that the client sees.</param>
    public void Refuse(int httpStatus = 403) => _refusal = new ConnectRefusedException(httpStatus);

    /// <summary>Ends what <see cref="Refuse"/> began.</summary>
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
