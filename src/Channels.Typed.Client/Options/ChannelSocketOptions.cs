using System.Diagnostics.Metrics;
using System.Net;
using System.Net.WebSockets;
using Channels.Typed.Client.Transports;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.Client;

/// <summary>How a <see cref="ChannelSocket"/> connects, waits and queues.</summary>
/// <remarks>The socket reads and checks the options once, in its constructor; later changes have no effect.</remarks>
public sealed class ChannelSocketOptions
{
    /// <summary>Gets or sets where a socket of dependency injection connects, such as <c>wss://example.org/socket</c>. One that is made with <see langword="new"/> has it from its constructor, and ignores this.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets the connect parameters, sent in the query of every connection attempt.</summary>
    /// <remarks>A key such as <c>filter[room]</c> is nested on the server, as <c>filter</c> with <c>room</c> in it.</remarks>
    /// <value>Empty by default.</value>
    public IDictionary<string, string> Params { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets what is called before every connection attempt for further parameters, such as a fresh token; they win over <see cref="Params"/>.</summary>
    /// <remarks>A failure counts as a failed attempt. The call is part of <see cref="ConnectTimeout"/>.</remarks>
    /// <value>The default is <see langword="null"/>.</value>
    public Func<CancellationToken, ValueTask<IReadOnlyDictionary<string, string>>>? ParamsFactory { get; set; }

    /// <summary>Gets the HTTP headers of the connection request; with long polling, of every request.</summary>
    /// <value>Empty by default.</value>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how long joins, pushes and leaves wait for their reply unless the call says otherwise.</summary>
    /// <value>The default is 10 seconds. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits for ever.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long one attempt to connect may take.</summary>
    /// <value>The default is 10 seconds. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits for ever.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the time from the start of the connection, or the answer to the last heartbeat, to the next heartbeat.</summary>
    /// <remarks>Keep it at no more than half of the server's idle timeout, which is 60 seconds by default.</remarks>
    /// <value>The default is 30 seconds. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> sends none.</value>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long the server may take to answer a heartbeat before the connection counts as lost.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the waits before the attempts to connect again; the last one repeats for ever.</summary>
    /// <remarks>They start over once a join has succeeded, or, without channels, a heartbeat was answered: a server that accepts
    /// connections only to drop them is not hammered.</remarks>
    /// <value>The default is 10, 50, 100, 150, 200, 250, 500, 1000, 2000 and 5000 milliseconds.</value>
    public IReadOnlyList<TimeSpan> ReconnectDelays { get; set; } = Milliseconds(10, 50, 100, 150, 200, 250, 500, 1000, 2000, 5000);

    /// <summary>Gets or sets the waits before a channel that crashed, or whose rejoin was refused, joins again; the last one repeats for ever.</summary>
    /// <remarks>After a lost connection channels rejoin at once.</remarks>
    /// <value>The default is 1, 2, 5 and 10 seconds.</value>
    public IReadOnlyList<TimeSpan> RejoinDelays { get; set; } = Milliseconds(1000, 2000, 5000, 10_000);

    /// <summary>Gets or sets by which part a wait may be shortened at random, so that many clients do not come back at the same moment.</summary>
    /// <value>The default is 0.5: each wait lasts between half of its delay and all of it. 0 turns jitter off; 1 is the most.</value>
    public double Jitter { get; set; } = 0.5;

    /// <summary>Gets or sets where the jitter comes from.</summary>
    /// <remarks>It is used by one thread at a time, unless sockets share it.</remarks>
    /// <value>The default is a <see cref="System.Random"/> of the socket's own.</value>
    public Random? Random { get; set; }

    /// <summary>Gets or sets how many pushes of all channels together may wait for a join, a connection or the network; <see cref="PushBufferFullMode"/> says what happens to further ones.</summary>
    /// <value>The default is 1000.</value>
    public int MaxPendingPushes { get; set; } = 1000;

    /// <summary>Gets or sets what happens to a push when <see cref="MaxPendingPushes"/> others wait already.</summary>
    /// <value>The default is <see cref="PushBufferFullMode.Reject"/>: it fails with <see cref="ChannelErrorReason.BufferFull"/>.</value>
    public PushBufferFullMode PushBufferFullMode { get; set; }

    /// <summary>Gets or sets how many events of one channel may wait for its handlers.</summary>
    /// <remarks>
    /// When one channel's queue is full, nothing more is read from the connection until there is room, so that a client that is too slow
    /// slows the server's sending down instead of filling memory. Replies wait with everything else meanwhile: a handler that awaits a
    /// push while its queue is full sees it time out.
    /// </remarks>
    /// <value>The default is 1024.</value>
    public int EventQueueCapacity { get; set; } = 1024;

    /// <summary>Gets or sets the size of the largest message that is read; a larger one ends the connection, which is then made again.</summary>
    /// <value>The default is 10,000,000 bytes.</value>
    public int MaxMessageBytes { get; set; } = 10_000_000;

    /// <summary>Gets or sets where the socket logs; categories are those of <see cref="ChannelSocket"/>.</summary>
    /// <value>The default is <see langword="null"/>: no log.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Gets or sets where the socket's meter comes from, so that several hosts in one process are told apart.</summary>
    /// <value>The default is <see langword="null"/>: one meter, <c>Channels.Typed.Client</c>, for all such sockets.</value>
    public IMeterFactory? MeterFactory { get; set; }

    /// <summary>Gets or sets where handlers run: those of events, rejoins and states of channels, and of <see cref="ChannelSocket.StateChanged"/>.</summary>
    /// <remarks>
    /// The user interface's, for example, if handlers change what is shown: <c>SynchronizationContext.Current</c> on its thread. Handlers run
    /// one at a time for each channel and in order there too. Factories, such as <see cref="ParamsFactory"/>, run on the thread pool all the same.
    /// While the context runs nothing, events wait, and then reading does (<see cref="EventQueueCapacity"/>). Disposing does not wait for handlers
    /// that the context has not begun, and these never run; it does wait for one that has begun, so do not block the context for it.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: the thread pool. No context is ever captured.</value>
    public SynchronizationContext? CallbackContext { get; set; }

    /// <summary>Gets or sets the clock.</summary>
    /// <value>The default is <see cref="System.TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets what is called for every attempt with the WebSocket's own options: proxies, certificates, keep-alive.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public Action<ClientWebSocketOptions>? ConfigureWebSocket { get; set; }

    // Who connects, and how.

    /// <summary>Gets or sets the token that the server's user socket sees apart from the address, so that it stands in no log of addresses.</summary>
    /// <remarks>Over a WebSocket it travels as a subprotocol beside <c>phoenix</c>, over long polling as the header <c>X-Phoenix-AuthToken</c>.</remarks>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? AuthToken { get; set; }

    /// <summary>Gets or sets what is called before every connection attempt for the token; it wins over <see cref="AuthToken"/> unless it returns <see langword="null"/>.</summary>
    /// <remarks>A failure counts as a failed attempt. The call is part of <see cref="ConnectTimeout"/>.</remarks>
    /// <value>The default is <see langword="null"/>.</value>
    public Func<CancellationToken, ValueTask<string?>>? AuthTokenFactory { get; set; }

    /// <summary>Gets the subprotocols that a WebSocket offers, in the order of preference. The server selects one or refuses the connection.</summary>
    /// <value>Empty by default.</value>
    public IList<string> Subprotocols { get; } = [];

    /// <summary>Gets or sets the version of the wire format.</summary>
    /// <value>The default is <see cref="ProtocolVersion.V2"/>.</value>
    public ProtocolVersion ProtocolVersion { get; set; } = ProtocolVersion.V2;

    /// <summary>Gets or sets how messages travel.</summary>
    /// <value>The default is <see cref="SocketTransport.WebSocket"/>.</value>
    public SocketTransport Transport { get; set; } = SocketTransport.WebSocket;

    /// <summary>Gets or sets what makes connections in the place of <see cref="Transport"/>: for tests, and for platforms with WebSockets of their own.</summary>
    /// <remarks>It is not disposed.</remarks>
    /// <value>The default is <see langword="null"/>.</value>
    public IClientTransportFactory? TransportFactory { get; set; }

    /// <summary>Gets or sets the proxy of WebSockets and long polling.</summary>
    /// <value>The default is <see langword="null"/>: the system's.</value>
    public IWebProxy? Proxy { get; set; }

    /// <summary>Gets or sets what is called for the HTTP handler of each connection; the socket disposes it when the connection has ended.</summary>
    /// <remarks>
    /// Long polling sends through it, and on .NET 10 WebSockets too, over HTTP/2 if <see cref="ConfigureWebSocket"/> sets that version. A handler of
    /// its own for each connection sees changes of DNS. <see cref="Proxy"/> and everything else that handlers do belongs on the handler then.
    /// Through the platform's handler, the messages of one moment leave a WebSocket in one call of the system; through another one each has its own.
    /// </remarks>
    /// <value>The default is <see langword="null"/>: the platform's.</value>
    public Func<HttpMessageHandler>? HttpMessageHandlerFactory { get; set; }

    /// <summary>Gets or sets how long one request of long polling may take. Keep it longer than the server's poll window, which is 10 seconds.</summary>
    /// <value>The default is 20 seconds.</value>
    public TimeSpan LongPollTimeout { get; set; } = TimeSpan.FromSeconds(20);

    // WebSocketThenLongPolling.

    /// <summary>Gets or sets how long a WebSocket may take to open, and again to bring its first message, before it counts as useless.</summary>
    /// <remarks>
    /// Used by <see cref="SocketTransport.WebSocketThenLongPolling"/>, as are the three options that follow. A socket whose WebSockets never
    /// brought a message uses long polling after the first that is useless; another one after <see cref="MaxUselessWebSockets"/> in a row.
    /// </remarks>
    /// <value>The default is 2.5 seconds.</value>
    public TimeSpan FallbackAfter { get; set; } = TimeSpan.FromMilliseconds(2500);

    /// <summary>Gets or sets how many WebSockets in a row may be useless on a socket that had one that worked: servers are restarted, and laptops wake up.</summary>
    /// <value>The default is 5.</value>
    public int MaxUselessWebSockets { get; set; } = 5;

    /// <summary>Gets or sets after which time of long polling a WebSocket is tried again.</summary>
    /// <remarks>It is tried beside the connection in use, which is given up only for one that works: channels rejoin then.</remarks>
    /// <value>The default is 10 minutes. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> stays with long polling.</value>
    public TimeSpan WebSocketRetryInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets where it is remembered that an endpoint needs long polling, so that the next socket need not find out.</summary>
    /// <value>The default is <see langword="null"/>: the memory of this process.</value>
    public ITransportMemory? TransportMemory { get; set; }

    private static TimeSpan[] Milliseconds(params int[] delays) => Array.ConvertAll(delays, static delay => TimeSpan.FromMilliseconds(delay));
}
