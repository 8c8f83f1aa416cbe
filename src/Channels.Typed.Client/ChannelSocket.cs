using Channels.Typed.Client.Fallback;
using Channels.Typed.Client.Sockets;
using Channels.Typed.Client.Transports;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client;

/// <summary>
/// A client's connection to a server that speaks the Phoenix Channels protocol. One socket carries any number of channels.
/// </summary>
/// <remarks>
/// Safe for use from several threads. It connects with the first join, or with <see cref="ConnectAsync(CancellationToken)"/>. When the
/// connection is lost, for any reason, it reconnects and its channels rejoin; it tries without limit until
/// <see cref="DisconnectAsync(CancellationToken)"/> or <see cref="DisposeAsync"/>. It captures no synchronization context: handlers run on
/// the thread pool, or on <see cref="ChannelSocketOptions.CallbackContext"/>. The application disposes it, unless a service
/// container made it.
/// </remarks>
public sealed class ChannelSocket : IChannelSocket, IAsyncDisposable
{
    private static readonly string PhoenixTopic = System.Text.Encoding.UTF8.GetString(PhoenixEvents.PhoenixTopic.ToArray());

    /// <summary>Initializes a new instance of the <see cref="ChannelSocket"/> class. It does not connect yet.</summary>
    /// <param name="endpoint">
    /// The address of the server's socket, such as <c>wss://example.org/socket</c>. <c>http</c> and <c>https</c> mean <c>ws</c> and
    /// <c>wss</c>. <c>/websocket</c> is appended, and a query is kept.
    /// </param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// The endpoint is not an absolute address with one of these schemes, or an option is not possible together with another one or in a
    /// browser. The message names it.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range. The message names it.</exception>
    public ChannelSocket(Uri endpoint, ChannelSocketOptions? options = null)
        : this(endpoint, options, transports: null)
    {
    }

    internal ChannelSocket(Uri endpoint, ChannelSocketOptions? options, IClientTransportFactory? transports)
    {
        if (endpoint is null)
        {
            throw new ArgumentNullException(nameof(endpoint));
        }

        var settings = new SocketSettings(options ?? new ChannelSocketOptions());
        var requests = new RequestSource(settings, new SocketAddress(endpoint, settings.ProtocolVersion));
        Engine = new SocketEngine(settings, transports ?? ClientTransports.Create(settings, requests), requests);
        Engine.Notifier.Sender = this;
    }

    /// <summary>Occurs after each change of <see cref="State"/>, and after each failed attempt to connect.</summary>
    /// <remarks>
    /// Handlers are called in order, one at a time, on the thread pool or <see cref="ChannelSocketOptions.CallbackContext"/>. The state may
    /// have changed again by then. At most 64 changes wait for slow handlers; then the oldest is dropped. Exceptions of handlers are
    /// logged.
    /// </remarks>
    public event EventHandler<SocketStateChangedEventArgs>? StateChanged
    {
        add => Engine.Notifier.Changed += value;
        remove => Engine.Notifier.Changed -= value;
    }

    /// <summary>Gets the state of the socket.</summary>
    public SocketState State => Engine.State;

    /// <summary>
    /// Gets the name of the transport in use: <c>websocket</c>, <c>longpoll</c>, or that of the application's own transport.
    /// </summary>
    /// <value><see langword="null"/> without a connection.</value>
    public string? TransportName => Engine.TransportName;

    internal SocketEngine Engine { get; }

    /// <summary>Reads the changes of <see cref="State"/>, and the failed attempts to connect, until the socket is disposed.</summary>
    /// <remarks>
    /// The first item is the first change after the enumeration has begun; <see cref="State"/> has the present state. The change to
    /// <see cref="SocketState.Closed"/> is the last. At most 64 changes wait for a slow reader; then the oldest is dropped. The reader
    /// continues on the context of its own code, not on <see cref="ChannelSocketOptions.CallbackContext"/>.
    /// </remarks>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>The changes. Each enumeration has its own queue. On a disposed socket it is empty.</returns>
    public IAsyncEnumerable<SocketStateChangedEventArgs> ReadStateChangesAsync(CancellationToken cancellationToken = default) =>
        Engine.Notifier.ReadAsync(cancellationToken);

    /// <summary>Connects and waits until there is a connection. Optional, because the first join connects too.</summary>
    /// <remarks>
    /// Attempts continue without limit. <see cref="StateChanged"/> and the log report why they fail. To fail after a time, call the
    /// overload with a timeout.
    /// </remarks>
    /// <param name="cancellationToken">
    /// Stops waiting. The attempts stop too if the socket has not been connected yet, no other call waits and no channel joins.
    /// </param>
    /// <returns>A task that completes when the socket is connected.</returns>
    /// <exception cref="ChannelException">The socket was disconnected before there was a connection.</exception>
    /// <exception cref="ObjectDisposedException">The socket was disposed.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken = default) =>
        Engine.ConnectAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Connects and waits until there is a connection, for a limited time.</summary>
    /// <param name="timeout">How long to wait. With <see cref="Timeout.InfiniteTimeSpan"/> the wait never times out.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that completes when the socket is connected.</returns>
    /// <remarks>
    /// After a timeout or a cancellation the attempts stop too if the socket has not been connected yet, no other call waits and no channel
    /// joins.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is out of its range.</exception>
    /// <exception cref="ChannelException">
    /// With <see cref="ChannelErrorReason.Timeout"/>: there was no connection in time. The inner exception is that of the last attempt,
    /// such as a <see cref="ConnectRefusedException"/> with the HTTP status. With
    /// <see cref="ChannelErrorReason.Disconnected"/>: the socket was disconnected before there was a connection.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The socket was disposed.</exception>
    public Task ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        Engine.ConnectAsync(Engine.Settings.TimeoutOf(timeout), cancellationToken);

    /// <summary>Closes the connection, or stops the attempts to connect. Idempotent. Does nothing on a disposed socket.</summary>
    /// <remarks>
    /// Pending joins and pushes fail with <see cref="ChannelErrorReason.Disconnected"/>. Channels that were joined rejoin after the next
    /// <see cref="ConnectAsync(CancellationToken)"/>, or the next join of any channel.
    /// </remarks>
    /// <param name="cancellationToken">Stops waiting. The connection is closed nevertheless.</param>
    /// <returns>A task that completes when the connection is closed.</returns>
    public Task DisconnectAsync(CancellationToken cancellationToken = default) =>
        Engine.DisconnectAsync(CloseCodes.Normal, null, cancellationToken);

    /// <summary>Does the same as <see cref="DisconnectAsync(CancellationToken)"/>, and sends the server a close code and reason.</summary>
    /// <remarks>Long polling cannot send them: its sessions end without a code.</remarks>
    /// <param name="closeCode">The WebSocket close code: 1000, or from 3000 to 4999, which applications may define.</param>
    /// <param name="closeReason">The reason, at most 123 bytes of UTF-8. <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Stops waiting. The connection is closed nevertheless.</param>
    /// <returns>A task that completes when the connection is closed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code is neither 1000 nor in that range.</exception>
    /// <exception cref="ArgumentException">The reason is too long.</exception>
    public Task DisconnectAsync(int closeCode, string? closeReason = null, CancellationToken cancellationToken = default)
    {
        CloseCodes.Check(closeCode, closeReason);
        return Engine.DisconnectAsync(closeCode, closeReason, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Only one channel of a socket can be joined to a topic at a time. The newest join replaces the previous one.</remarks>
    /// <exception cref="ArgumentException">The topic is empty, or it is <c>phoenix</c>, which the protocol reserves.</exception>
    /// <exception cref="ObjectDisposedException">The socket was disposed.</exception>
    public IClientChannel CreateChannel(string topic, string? template = null)
    {
        if (string.IsNullOrEmpty(topic) || topic == PhoenixTopic)
        {
            throw new ArgumentException(
                $"'{topic}' cannot be the topic of a channel. An example of a topic is 'room:lobby'.", nameof(topic));
        }

        return Engine.CreateChannel(topic, template);
    }

    /// <summary>
    /// Closes the connection and ends all channels. Pending joins and pushes fail with <see cref="ChannelErrorReason.Closed"/>. Idempotent.
    /// </summary>
    /// <returns>A task that completes when the connection is closed. It waits at most two seconds for the server's close frame.</returns>
    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
