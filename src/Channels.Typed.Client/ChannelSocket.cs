using Channels.Typed.Client.Fallback;
using Channels.Typed.Client.Sockets;
using Channels.Typed.Client.Transports;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client;

/// <summary>A client's connection to a server of the Phoenix Channels protocol. It carries any number of channels, reconnects, and has its channels rejoin.</summary>
/// <remarks>
/// Safe for use from several threads. It connects with the first join, or with <see cref="ConnectAsync"/>, and from then on whenever the
/// connection is lost, for whatever reason and without limit, until <see cref="DisconnectAsync(CancellationToken)"/> or <see cref="DisposeAsync"/>. It
/// captures no synchronization context: handlers run on the thread pool, or on <see cref="ChannelSocketOptions.CallbackContext"/>.
/// </remarks>
public sealed class ChannelSocket : IChannelSocket, IAsyncDisposable
{
    private static readonly string PhoenixTopic = System.Text.Encoding.UTF8.GetString(PhoenixEvents.PhoenixTopic.ToArray());

    /// <summary>Initializes a new instance of the <see cref="ChannelSocket"/> class; it does not connect yet.</summary>
    /// <param name="endpoint">
    /// The server's socket, such as <c>wss://example.org/socket</c>; <c>http</c> and <c>https</c> mean <c>ws</c> and <c>wss</c>.
    /// <c>/websocket</c> is appended, a query is kept.
    /// </param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The endpoint is not an absolute address of such a scheme.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it.</exception>
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

    /// <summary>Occurs after each change of <see cref="State"/>, and after each attempt to connect that failed.</summary>
    /// <remarks>Handlers are called in order, one at a time, on the thread pool or <see cref="ChannelSocketOptions.CallbackContext"/>; by then the state may have changed again. Handlers that are too slow miss the oldest of 64 changes. What they throw is logged.</remarks>
    public event EventHandler<SocketStateChangedEventArgs>? StateChanged
    {
        add => Engine.Notifier.Changed += value;
        remove => Engine.Notifier.Changed -= value;
    }

    /// <summary>Gets where the socket is in its life.</summary>
    public SocketState State => Engine.State;

    /// <summary>Gets how messages travel at the moment: <c>websocket</c>, <c>longpoll</c>, or the name of a transport of one's own; <see langword="null"/> without a connection.</summary>
    public string? TransportName => Engine.TransportName;

    internal SocketEngine Engine { get; }

    /// <summary>Reads the changes of <see cref="State"/>, and the attempts to connect that failed, until the socket is disposed; the change to <see cref="SocketState.Closed"/> is the last.</summary>
    /// <remarks>
    /// It begins with the first change after the enumeration has begun, as <see cref="StateChanged"/> would; the present state is in
    /// <see cref="State"/>. A reader that is too slow misses the oldest of 64. The reader's own code chooses where it goes on.
    /// </remarks>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The changes; each enumeration is a subscription of its own, and one on a disposed socket is empty.</returns>
    public IAsyncEnumerable<SocketStateChangedEventArgs> ReadStateChangesAsync(CancellationToken cancellationToken = default) =>
        Engine.Notifier.ReadAsync(cancellationToken);

    /// <summary>Connects and waits until there is a connection. Optional: the first join connects by itself.</summary>
    /// <remarks>Attempts go on without limit; <see cref="StateChanged"/> and the log say why they fail.</remarks>
    /// <param name="cancellationToken">Stops waiting, and stops connecting too if it is the first connection and nobody else wants it.</param>
    /// <returns>A task that completes when the socket is connected.</returns>
    /// <exception cref="ChannelException"><see cref="DisconnectAsync(CancellationToken)"/> was called meanwhile.</exception>
    /// <exception cref="ObjectDisposedException">The socket was disposed.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken = default) => Engine.ConnectAsync(cancellationToken);

    /// <summary>Closes the connection, or stops trying to make one. Idempotent; does nothing on a disposed socket.</summary>
    /// <remarks>
    /// Joins and pushes that wait fail with <see cref="ChannelErrorReason.Disconnected"/>. Channels that were joined rejoin at the next
    /// <see cref="ConnectAsync"/>, or the next join of any channel.
    /// </remarks>
    /// <param name="cancellationToken">Stops waiting; the connection is closed all the same.</param>
    /// <returns>A task that completes when the connection is closed.</returns>
    public Task DisconnectAsync(CancellationToken cancellationToken = default) => Engine.DisconnectAsync(CloseCodes.Normal, null, cancellationToken);

    /// <summary>As <see cref="DisconnectAsync(CancellationToken)"/>, and tells the server with which code and reason.</summary>
    /// <remarks>Long polling has no word for that: its sessions end without.</remarks>
    /// <param name="closeCode">The WebSocket close code: 1000, or one of the application's own from 3000 to 4999.</param>
    /// <param name="closeReason">The reason, of at most 123 bytes of UTF-8; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Stops waiting; the connection is closed all the same.</param>
    /// <returns>A task that completes when the connection is closed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code is none of these.</exception>
    /// <exception cref="ArgumentException">The reason is too long.</exception>
    public Task DisconnectAsync(int closeCode, string? closeReason = null, CancellationToken cancellationToken = default)
    {
        CloseCodes.Check(closeCode, closeReason);
        return Engine.DisconnectAsync(closeCode, closeReason, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A topic can be joined by one channel of a socket at a time.</remarks>
    /// <exception cref="ArgumentException">The topic is empty, or the protocol's own.</exception>
    /// <exception cref="ObjectDisposedException">The socket was disposed.</exception>
    public IClientChannel CreateChannel(string topic, string? template = null)
    {
        if (string.IsNullOrEmpty(topic) || topic == PhoenixTopic)
        {
            throw new ArgumentException($"The topic '{topic}' is not one of a channel. Use something like 'room:lobby'.", nameof(topic));
        }

        return Engine.CreateChannel(topic, template);
    }

    /// <summary>Closes the connection and ends all channels; what waits fails with <see cref="ChannelErrorReason.Closed"/>. Idempotent.</summary>
    /// <returns>A task that completes when the connection is closed, at most two seconds after the server was told.</returns>
    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
