using System.Diagnostics.Metrics;
using System.Net;
using System.Net.WebSockets;
using Channels.Typed.Client.Transports;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client;

/// <summary>The options of a <see cref="ChannelSocket"/>.</summary>
/// <remarks>
/// The socket reads and checks the options once, in its constructor; later changes have no effect. In a browser, what cannot be done there
/// is refused with an <see cref="ArgumentException"/> that names the option.
/// </remarks>
public sealed class ChannelSocketOptions
{
    /// <summary>Gets or sets the address of the server's socket, for sockets that are made by dependency injection.</summary>
    /// <remarks>
    /// An example is <c>wss://example.org/socket</c>. A socket that is made with <see langword="new"/> ignores this option: its constructor
    /// takes the address.
    /// </remarks>
    /// <value>The default is <see langword="null"/>.</value>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets the connect parameters, which are sent in the query of every attempt to connect.</summary>
    /// <remarks>
    /// A key such as <c>filter[room]</c> is nested on the server: <c>filter</c> is a map there that contains <c>room</c>.
    /// </remarks>
    /// <value>Empty by default.</value>
    public IDictionary<string, string> Params { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Gets or sets a function that returns further parameters, such as a fresh token. It is called before every attempt to connect.
    /// </summary>
    /// <remarks>
    /// Its parameters replace those of <see cref="Params"/> with the same key. If it throws, the attempt has failed. The call is part of
    /// <see cref="ConnectTimeout"/>.
    /// </remarks>
    /// <value>The default is <see langword="null"/>.</value>
    public Func<CancellationToken, ValueTask<IReadOnlyDictionary<string, string>>>? ParamsFactory { get; set; }

    /// <summary>Gets the HTTP headers of the connection request; with long polling, of every request.</summary>
    /// <remarks>In a browser they need <see cref="SocketTransport.LongPolling"/>: WebSockets have no headers there.</remarks>
    /// <value>Empty by default.</value>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how long joins, pushes and leaves wait for their reply, unless the call has a timeout itself.</summary>
    /// <remarks>
    /// The time runs from the call, with or without a connection. A join that times out without a connection has the exception of the last
    /// attempt to connect as its inner exception. A rejoin has its own timeout, which starts when there is a connection.
    /// </remarks>
    /// <value>The default is 10 seconds. With <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> they never time out.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long one attempt to connect may take.</summary>
    /// <value>The default is 10 seconds. With <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> it never times out.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets the time until the next heartbeat. It starts with the connection, or with the reply to the last heartbeat.
    /// </summary>
    /// <remarks>Set it to at most half of the server's idle timeout, which is 60 seconds by default.</remarks>
    /// <value>The default is 30 seconds. With <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> no heartbeats are sent.</value>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long the server may send nothing after a heartbeat before the connection counts as lost.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the delays before the attempts to connect again. The last one repeats without limit.</summary>
    /// <remarks>
    /// They start over after a successful join or, if no channel is joined, after a heartbeat that was answered. A server that accepts
    /// connections and drops them at once is therefore not flooded with attempts.
    /// </remarks>
    /// <value>The default is 10, 50, 100, 150, 200, 250, 500, 1000, 2000 and 5000 milliseconds.</value>
    public IReadOnlyList<TimeSpan> ReconnectDelays { get; set; } = Milliseconds(10, 50, 100, 150, 200, 250, 500, 1000, 2000, 5000);

    /// <summary>
    /// Gets or sets the delays before a channel that crashed, or whose rejoin failed, rejoins. The last one repeats without limit.
    /// </summary>
    /// <remarks>After a lost connection, channels rejoin as soon as there is a new one.</remarks>
    /// <value>The default is 1, 2, 5 and 10 seconds.</value>
    public IReadOnlyList<TimeSpan> RejoinDelays { get; set; } = Milliseconds(1000, 2000, 5000, 10_000);

    /// <summary>
    /// Gets or sets the part of a delay that may be removed at random, so that many clients do not come back at the same moment.
    /// </summary>
    /// <value>
    /// The default is 0.5: the wait is between half of the delay and all of it. The range is 0, which turns jitter off, to 1.
    /// </value>
    public double Jitter { get; set; } = 0.5;

    /// <summary>Gets or sets the source of random numbers for the jitter.</summary>
    /// <remarks>One socket uses it on one thread at a time. It is not synchronized between sockets that share it.</remarks>
    /// <value>The default is <see langword="null"/>: each socket has its own <see cref="System.Random"/>.</value>
    public Random? Random { get; set; }

    /// <summary>Gets or sets how many pushes, of all channels together, may wait for a join, a connection or the network.</summary>
    /// <remarks><see cref="PushBufferFullMode"/> determines what happens to further pushes.</remarks>
    /// <value>The default is 1000.</value>
    public int MaxPendingPushes { get; set; } = 1000;

    /// <summary>Gets or sets what happens to a push when <see cref="MaxPendingPushes"/> others are waiting.</summary>
    /// <value>The default is <see cref="PushBufferFullMode.Reject"/>: it fails with <see cref="ChannelErrorReason.BufferFull"/>.</value>
    public PushBufferFullMode PushBufferFullMode { get; set; }

    /// <summary>Gets or sets how many events of one channel may wait for its handlers.</summary>
    /// <remarks>
    /// When the queue of one channel is full, the socket stops reading from the connection until there is room. A slow client therefore
    /// slows down the server's sending and does not fill memory. Replies are not read in the meantime either: if a handler awaits a push
    /// while its queue is full, the push times out.
    /// </remarks>
    /// <value>The default is 1024.</value>
    public int EventQueueCapacity { get; set; } = 1024;

    /// <summary>Gets or sets how long disposing a channel waits for its handler that still runs.</summary>
    /// <remarks>
    /// After this time, disposing logs a warning and returns. The handler goes on, but no other handler of the channel is called. A handler
    /// that disposes its own channel is not waited for.
    /// </remarks>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan HandlerShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets the size of the largest message that is read. A larger message ends the connection, and the socket reconnects.
    /// </summary>
    /// <value>The default is 10,000,000 bytes.</value>
    public int MaxMessageBytes { get; set; } = 10_000_000;

    /// <summary>Gets or sets the logger factory. The category is the full name of <see cref="ChannelSocket"/>.</summary>
    /// <value>The default is <see langword="null"/>: no log.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Gets or sets the factory of the socket's meter, so that several hosts in one process have separate meters.</summary>
    /// <value>The default is <see langword="null"/>: all such sockets share one meter, <c>Channels.Typed.Client</c>.</value>
    public IMeterFactory? MeterFactory { get; set; }

    /// <summary>
    /// Gets or sets where handlers run: those of a channel's events, rejoins and states, and of <see cref="ChannelSocket.StateChanged"/>.
    /// </summary>
    /// <remarks>
    /// Set it to the context of the user interface, for example, if handlers change what is shown: <c>SynchronizationContext.Current</c> on
    /// its thread. The handlers of one channel still run one at a time and in order. Factories, such as <see cref="ParamsFactory"/>, run on
    /// the thread pool in any case. While the context runs nothing, events wait, and then the socket stops reading
    /// (<see cref="EventQueueCapacity"/>). Disposing does not wait for handlers that the context has not started, and these never run. It
    /// waits for a handler that has started, so do not block the context for it.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: the thread pool. The socket never captures a context.</value>
    public SynchronizationContext? CallbackContext { get; set; }

    /// <summary>Gets or sets the clock.</summary>
    /// <value>The default is <see cref="System.TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Gets or sets a function that sets the WebSocket's options, such as proxy, certificates and keep-alive. It is called for every
    /// attempt.
    /// </summary>
    /// <remarks>In a browser a WebSocket has no such options, and the function is refused, unless all is long polling.</remarks>
    /// <value>The default is <see langword="null"/>.</value>
    public Action<ClientWebSocketOptions>? ConfigureWebSocket { get; set; }

    // Authentication, and how to connect.

    /// <summary>Gets or sets the auth token. It is not part of the address, so it does not appear in logs of addresses.</summary>
    /// <remarks>
    /// A WebSocket sends it as a subprotocol beside <c>phoenix</c>, long polling as the header <c>X-Phoenix-AuthToken</c>. The server's
    /// user socket reads it. A WebSocket of a browser cannot send a token whose base64 has a slash. JSON Web Tokens, and other tokens of
    /// letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, never have one.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? AuthToken { get; set; }

    /// <summary>Gets or sets a function that returns the auth token. It is called before every attempt to connect.</summary>
    /// <remarks>
    /// Its token replaces <see cref="AuthToken"/> unless it returns <see langword="null"/>. If it throws, the attempt has failed. The call
    /// is part of <see cref="ConnectTimeout"/>.
    /// </remarks>
    /// <value>The default is <see langword="null"/>.</value>
    public Func<CancellationToken, ValueTask<string?>>? AuthTokenFactory { get; set; }

    /// <summary>
    /// Gets the subprotocols that a WebSocket offers, in the order of preference. The server selects one or refuses the connection.
    /// </summary>
    /// <value>Empty by default.</value>
    public IList<string> Subprotocols { get; } = [];

    /// <summary>Gets or sets the version of the wire format.</summary>
    /// <value>The default is <see cref="ProtocolVersion.V2"/>.</value>
    public ProtocolVersion ProtocolVersion { get; set; } = ProtocolVersion.V2;

    /// <summary>Gets or sets the transport: WebSocket, long polling, or both.</summary>
    /// <value>The default is <see cref="SocketTransport.WebSocket"/>.</value>
    public SocketTransport Transport { get; set; } = SocketTransport.WebSocket;

    /// <summary>Gets or sets the factory that makes connections instead of <see cref="Transport"/>.</summary>
    /// <remarks>It is meant for tests, and for platforms with their own WebSockets. The socket does not dispose it.</remarks>
    /// <value>The default is <see langword="null"/>.</value>
    public IClientTransportFactory? TransportFactory { get; set; }

    /// <summary>Gets or sets the proxy of WebSockets and long polling.</summary>
    /// <remarks>A browser always uses the proxy of its own settings, and this option is refused.</remarks>
    /// <value>The default is <see langword="null"/>: the proxy of the system.</value>
    public IWebProxy? Proxy { get; set; }

    /// <summary>
    /// Gets or sets a function that makes the HTTP handler of each connection. The socket disposes the handler when the connection has
    /// ended.
    /// </summary>
    /// <remarks>
    /// Long polling sends through it, and on .NET 10 WebSockets do too, over HTTP/2 if <see cref="ConfigureWebSocket"/> sets that version.
    /// Return a new handler each time, so that changes of DNS have an effect. With a handler factory, set the proxy on the handler and not
    /// in <see cref="Proxy"/>; the same is true of everything else that handlers do. With the platform's handler, the messages of one
    /// moment leave a WebSocket in one system call; with another handler, each message needs its own. In a browser only long polling uses
    /// the handler, and the function is refused with <see cref="SocketTransport.WebSocket"/>.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: the handler of the platform.</value>
    public Func<HttpMessageHandler>? HttpMessageHandlerFactory { get; set; }

    /// <summary>
    /// Gets or sets how long one request of long polling may take. It must be longer than the server's poll window, which is 10 seconds.
    /// </summary>
    /// <value>The default is 20 seconds.</value>
    public TimeSpan LongPollTimeout { get; set; } = TimeSpan.FromSeconds(20);

    // WebSocketThenLongPolling.

    /// <summary>
    /// Gets or sets how long a WebSocket may take to open, and again to bring its first message, before it counts as useless.
    /// </summary>
    /// <remarks>
    /// <see cref="SocketTransport.WebSocketThenLongPolling"/> uses it, and the three options that follow. If no WebSocket of the socket has
    /// ever brought a message, the socket uses long polling after the first useless one. Otherwise it does after
    /// <see cref="MaxUselessWebSockets"/> in a row.
    /// </remarks>
    /// <value>The default is 2.5 seconds.</value>
    public TimeSpan FallbackAfter { get; set; } = TimeSpan.FromMilliseconds(2500);

    /// <summary>
    /// Gets or sets after how many useless WebSockets in a row a socket uses long polling, if a WebSocket has worked on it before.
    /// </summary>
    /// <remarks>A few failures are normal then: servers restart, and laptops wake up.</remarks>
    /// <value>The default is 5.</value>
    public int MaxUselessWebSockets { get; set; } = 5;

    /// <summary>Gets or sets the time of long polling after which a WebSocket is tried again.</summary>
    /// <remarks>
    /// It is tried while the connection stays in use. If it works, the socket ends the connection and connects by WebSocket, and channels
    /// rejoin.
    /// </remarks>
    /// <value>
    /// The default is 10 minutes. With <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> the socket continues to use long polling.
    /// </value>
    public TimeSpan WebSocketRetryInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Gets or sets the memory of which endpoints need long polling, so that the next socket does not have to find it out.
    /// </summary>
    /// <value>The default is <see langword="null"/>: a memory that all sockets of this process share.</value>
    public ITransportMemory? TransportMemory { get; set; }

    private static TimeSpan[] Milliseconds(params int[] delays) =>
        Array.ConvertAll(delays, static delay => TimeSpan.FromMilliseconds(delay));
}
